import { describe, expect, test } from '@jest/globals'
import { amazonQNotification } from '../../../functions/adapters/channels/amazonQMessage.ts'
import { humanMessage } from '../../../functions/domain/humanMessage.ts'
import { manySources } from '../support/manySources.ts'
import { completedReport } from '../support/reports.ts'

const descriptionWith = (statusMessage: string) =>
  amazonQNotification({ ...manySources(300), statusMessage }).content.description

test('a description that is cut fills 8000 characters to the last one, and never more', () => {
  const lengths = Array.from({ length: 100 }, (_, length) => descriptionWith('x'.repeat(length + 1)).length)
  expect(Math.max(...lengths)).toBe(8000)
})

test('it is cut between lines, and the mark stands right before what the outcome means', () => {
  const { meaning, topSources } = humanMessage(manySources(300))
  const lines = descriptionWith('x').split('\n')
  expect(lines.slice(-2)).toEqual(['…', meaning])
  const kept = lines.slice(lines.indexOf('Top sources by bytes:') + 1, -2)
  expect(kept).toEqual(topSources.slice(0, kept.length).map(source => `\`${source}\``))
  expect(kept.length).toBeGreaterThan(50)
})

describe("a firewall's name cannot show an emoji in the title", () => {
  test.each([
    ['edge:x:', 'edge x:'],
    ['edge:tick:', 'edge tick:'],
    ['edge:+1:', 'edge +1:'],
    ["edge:man's-shoe:", "edge man's-shoe:"],
    [':a:b:', 'a b:'],
  ])('%s', (firewallName, shown) => {
    const { metadata } = amazonQNotification({ ...completedReport, firewallName })
    expect(metadata.summary).toBe(`Flow flush COMPLETED on ${shown} in eu-west-1a`)
  })

  test.each(['edge: main', '10:20', 'a: :b', 'a:b c:', 'a::b'])(
    'but keeps colons that name none: %s',
    firewallName => {
      const { metadata } = amazonQNotification({ ...completedReport, firewallName })
      expect(metadata.summary).toBe(`Flow flush COMPLETED on ${firewallName} in eu-west-1a`)
    },
  )
})
