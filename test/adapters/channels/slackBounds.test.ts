import { describe, expect, test } from '@jest/globals'
import {
  type SlackMessage,
  slackDetails,
  slackMessage,
} from '../../../functions/adapters/channels/slackMessage.ts'
import { humanMessage } from '../../../functions/domain/humanMessage.ts'
import type { FlowOperationReport } from '../../../functions/domain/report.ts'
import { manySources } from '../support/manySources.ts'
import { completedReport, zonesWithout } from '../support/reports.ts'
import { blockText, textObjects } from '../support/slackLimits.ts'

const withBlocks = { plainText: false }
const asPlainText = { plainText: true }
const textsOf = (message: SlackMessage) => textObjects(message.blocks).map(({ text }) => text)
const cutLine = '… (cut: the rest is in the audit record)'

/** Details whose last line, the watch, brings them to exactly this length; each line counts with its end. */
function detailsOf(length: number, facts: FlowOperationReport): SlackMessage {
  const shortest = blockText(slackDetails({ ...facts, watchKey: 'x' }, withBlocks)).length + 1
  return slackDetails({ ...facts, watchKey: 'x'.repeat(length - shortest + 1) }, withBlocks)
}

describe('lines stand in one section', () => {
  test('of 2900 characters at most', () => {
    const [only, ...others] = textsOf(detailsOf(2901, completedReport))
    expect(only).toHaveLength(2900)
    expect(others).toEqual([])
  })

  test('and the line that makes it longer begins the next one', () => {
    const [first, second, ...others] = textsOf(detailsOf(2902, completedReport))
    expect(first).toMatch(/\n\*Polls\* `7`$/u)
    expect(second).toMatch(/^\*Watch\* `x+`$/u)
    expect(others).toEqual([])
  })
})

describe("the details of a card's thread", () => {
  test('are whole up to 5500 characters, line ends included', () => {
    const text = blockText(detailsOf(5500, manySources(90)))
    expect(text).toMatch(/\*Watch\* `x+`$/u)
    expect(text).not.toContain(cutLine)
  })

  test('lose the line that is one too long, under a mark', () => {
    const texts = textsOf(detailsOf(5501, manySources(90)))
    expect(texts.at(-1)).toBe(cutLine)
    expect(texts.at(-2)).toMatch(/\n\*Polls\* `7`$/u)
  })
})

describe('the commands of a card', () => {
  const missing = zonesWithout('b', 'c')
  /** Four commands: `a` is in all of them, `b` in three, so that together they can have any length. */
  const elsewhere = {
    DestinationAddress: { AddressDefinition: '2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff' },
    SourcePort: '10000:20000',
    DestinationPort: '30000:40000',
  }
  const withLengths = (a: number, b: number): FlowOperationReport => ({
    ...completedReport,
    outcome: 'COMPLETED_WITH_ERRORS',
    firewallArn: `${completedReport.firewallArn}${'x'.repeat(a)}`,
    flowOperation: {
      FlowFilters: [
        {
          SourceAddress: { AddressDefinition: `2001:db8:1111:2222:3333:4444:${'5'.repeat(b)}` },
          ...elsewhere,
        },
        { SourceAddress: { AddressDefinition: '2001:db8:1111:2222:3333:4444:5555:7777' }, ...elsewhere },
      ],
    },
    zoneCoverage: missing,
  })
  const lengthOf = (document: FlowOperationReport) =>
    humanMessage(document).commands.reduce(
      (sum, { label, command }) => sum + `*${label}*\n\`${command}\`\n`.length,
      0,
    )
  const documents = [1, 2, 3, 4].flatMap(b => Array.from({ length: 124 }, (_, a) => withLengths(a, b)))
  const documentOf = (length: number) => {
    const found = documents.find(document => lengthOf(document) === length)
    if (found === undefined) throw new Error(`no commands of ${length} characters`)
    return found
  }
  const shownOf = (document: FlowOperationReport) => blockText(slackMessage(document, withBlocks))

  test('are all shown up to 2300 characters, line ends included', () => {
    const document = documentOf(2300)
    for (const { command } of humanMessage(document).commands) expect(shownOf(document)).toContain(command)
    expect(shownOf(document)).not.toContain('is left out')
  })

  test('lose the last one when they are one longer, and say so', () => {
    const document = documentOf(2301)
    const { commands } = humanMessage(document)
    const shown = commands.filter(({ command }) => shownOf(document).includes(command))
    expect(shown).toEqual(commands.slice(0, -1))
    expect(shownOf(document)).toContain('\n… (a command is left out: it is too long to be shown here)')
  })
})

describe('plain text', () => {
  /** Plain details of exactly this length, if nothing of them is cut. */
  function plainOf(length: number): { readonly text: string; readonly whole: string } {
    const textWith = (padding: number) =>
      slackDetails({ ...manySources(88), firewallName: 'x'.repeat(padding) }, asPlainText).text
    const shortest = textWith(1)
    const padding = length - shortest.length + 1
    return { text: textWith(padding), whole: shortest.replace(' on x ', ` on ${'x'.repeat(padding)} `) }
  }

  test('is whole up to 3800 characters', () => {
    const { text, whole } = plainOf(3800)
    expect(text).toHaveLength(3800)
    expect(text).toBe(whole)
  })

  test('of one more ends after its last whole line, with a mark in a line of its own', () => {
    const { text, whole } = plainOf(3801)
    expect(text).toBe(`${whole.slice(0, whole.lastIndexOf('\n'))}\n…`)
  })

  test('that is far too long is cut at the last line end within 3800 characters', () => {
    const text = slackDetails(manySources(300), asPlainText).text
    expect(text.length).toBeLessThanOrEqual(3802)
    expect(text.length).toBeGreaterThan(3700)
    expect(text).toMatch(/\nSource: 10\.0\.0\.\d{3} · 2 flows, 1\.5 MB\n…$/u)
  })

  test.each([
    ['dana@evil.example', 'dana @ evil.example'],
    ['a@b@c', 'a @ b @ c'],
    ['a @b, c@ d @ e', 'a @b, c@ d @ e'],
  ])('makes no mail address of %s', (statusMessage, shown) => {
    const { text } = slackMessage({ ...completedReport, statusMessage }, asPlainText)
    expect(text).toContain(`\nStatus message: ${shown}\n`)
  })
})

test('a card without a link to the console has nothing in its place', () => {
  const where = textsOf(slackMessage({ ...completedReport, firewallArn: null }, withBlocks))[2]
  expect(where).toBe(
    '*Firewall* `edge`\n*Availability Zone* `eu-west-1a`\n*Account and Region* `123456789012 · eu-west-1`',
  )
})
