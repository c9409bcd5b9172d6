import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { amazonQNotification } from '../../../functions/adapters/channels/amazonQMessage.ts'
import { humanMessage } from '../../../functions/domain/humanMessage.ts'
import type { FlowOperationReport } from '../../../functions/domain/report.ts'
import { expectEscaped, expectWholeCodeSpans } from '../support/foreignText.ts'
import { hostileReport } from '../support/hostileReports.ts'
import { completedReport, everyKindOf, firewallArn, operationId, overdueReport } from '../support/reports.ts'

test('has the shape of a custom notification, with version and source as texts', () => {
  expect(amazonQNotification(completedReport)).toEqual({
    version: '1.0',
    source: 'custom',
    id: `${operationId}-OUTCOME`,
    content: {
      textType: 'client-markdown',
      title: '✅ Flow flush COMPLETED on edge in eu-west-1a',
      description: expect.stringContaining('Status message: `All hosts answered`'),
      nextSteps: expect.arrayContaining([expect.any(String)]),
      keywords: ['info', 'COMPLETED'],
    },
    metadata: {
      threadId: operationId,
      summary: 'Flow flush COMPLETED on edge in eu-west-1a',
      eventType: 'Flow Operation Finished',
      relatedResources: [firewallArn],
    },
  })
})

test('an overdue notice stands in the same thread under an id of its own', () => {
  expect(amazonQNotification({ ...overdueReport, firewallArn: null })).toMatchObject({
    id: `${operationId}-OVERDUE`,
    content: { keywords: ['warning', 'OVERDUE'] },
    metadata: { threadId: operationId, eventType: 'Flow Operation Overdue', relatedResources: [] },
  })
})

test('what to copy is among the next steps, in code spans', () => {
  const { nextSteps } = amazonQNotification(completedReport).content
  expect(nextSteps).toContainEqual(
    expect.stringMatching(/^Flush eu-west-1b: `aws network-firewall start-flow-flush [^`]+`$/u),
  )
})

test('the description begins with what happened, ends with what it means, and keeps both under huge facts', () => {
  for (const statusMessage of ['short', '&'.repeat(5000)]) {
    const filter = { SourcePort: '&'.repeat(300) }
    const document = {
      ...completedReport,
      statusMessage,
      flowOperation: { FlowFilters: Array.from({ length: 10 }, () => filter) },
    }
    const { description } = amazonQNotification(document).content
    const { lead, meaning } = humanMessage(document)
    expect(description.startsWith(`${lead}\nFirewall: `)).toBe(true)
    expect(description.endsWith(`\n${meaning}`)).toBe(true)
    expect(description.length).toBeLessThanOrEqual(8000)
  }
})

describe('foreign text is made inert', () => {
  test('in the description it stands escaped in a code span', () => {
    const { content } = amazonQNotification({ ...completedReport, statusMessage: '<!channel> & `*x*`' })
    expect(content.description).toContain("Status message: `&lt;!channel&gt; &amp; '*x*'`")
  })

  test('in the title it formats nothing and addresses nobody', () => {
    const { content, metadata } = amazonQNotification({
      ...completedReport,
      firewallName: '@here *bold* _it_ ~s~ `c` #x [a](b)|',
    })
    for (const text of [content.title, metadata.summary]) expect(text).not.toMatch(/[@*_~`#[\]|]/)
  })

  test('a long name of characters that are escaped is not cut inside an entity', () => {
    for (const padding of ['', 'x', 'xx', 'xxx', 'xxxx']) {
      const firewallName = `${padding}${'&'.repeat(128)}`
      const { content, metadata } = amazonQNotification({ ...completedReport, firewallName })
      expectEscaped(content.title)
      expectEscaped(metadata.summary)
    }
  })

  test('an ARN with invisible characters does not carry them on', () => {
    const { metadata } = amazonQNotification({
      ...completedReport,
      firewallArn: `${firewallArn}\u202egnp.\u200b`,
    })
    for (const resource of metadata.relatedResources) expectEscaped(resource)
  })

  test('in every kind of notification, however hostile or long', () => {
    fc.assert(
      fc.property(hostileReport, facts => {
        for (const [, document] of everyKindOf(facts)) expectInert(document)
      }),
      { numRuns: 25, endOnFailure: true },
    )
  })
})

/** Title and related resources have tests of their own above: here the rest of what is shown. */
function expectInert(document: FlowOperationReport): void {
  const { content, metadata } = amazonQNotification(document)
  expect(content.title.length).toBeLessThanOrEqual(500)
  expect([...content.title].length).toBeLessThanOrEqual(250)
  expect([...metadata.summary].length).toBeLessThanOrEqual(250)
  expect(content.description.length).toBeLessThanOrEqual(8000)
  expect(content.description).not.toBe('')
  expectEscaped(content.description)
  expectWholeCodeSpans(content.description)
  for (const step of content.nextSteps) expectEscaped(step)
}
