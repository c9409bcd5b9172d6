import { describe, expect, test } from '@jest/globals'
import { amazonQNotification } from '../../../functions/adapters/channels/amazonQMessage.ts'
import { mailText } from '../../../functions/adapters/channels/mailText.ts'
import { slackMessage } from '../../../functions/adapters/channels/slackMessage.ts'
import { snsMessage } from '../../../functions/adapters/channels/snsMessage.ts'
import { teamsMessage } from '../../../functions/adapters/channels/teamsMessage.ts'
import type { FlowOperationReport } from '../../../functions/domain/report.ts'
import { expectEscaped, expectVisible } from '../support/foreignText.ts'
import { completedReport, overdueReport, startedReport } from '../support/reports.ts'
import { blockText } from '../support/slackLimits.ts'
import { cardText } from '../support/teamsCard.ts'

/** Every text that a person reads, by the channel that shows it. */
const texts: Readonly<Record<string, (document: FlowOperationReport) => string>> = {
  mail: mailText,
  'Amazon Q': document => {
    const { content } = amazonQNotification(document)
    return [content.title, content.description, ...content.nextSteps].join('\n')
  },
  'Slack as blocks': document => blockText(slackMessage(document, { plainText: false })),
  'Slack as plain text': document => slackMessage(document, { plainText: true }).text,
  'a Teams card': document => cardText(teamsMessage(document, { plainText: false })),
  'a Teams card without a look': document => cardText(teamsMessage(document, { plainText: true })),
  'a Slack webhook': document => blockText(slackMessage(document, { plainText: false, withDetails: true })),
}
const channels = Object.entries(texts)

describe('an operation that only the sweep found', () => {
  test.each(channels)('is told as such: %s', (_channel, textOf) => {
    for (const document of [completedReport, overdueReport, startedReport]) {
      expect(textOf({ ...document, recoveredLate: true, startedBy: null })).toMatch(
        /the sweep.* event of its start was lost/u,
      )
      expect(textOf(document)).not.toMatch(/sweep|was lost/u)
    }
  })
})

const slotHolder = {
  flowOperationId: 'aaaaaaaa-7d1e-4b6a-9c38-2f5d8e1a7b40',
  flowOperationType: 'FLOW_CAPTURE' as const,
  requestTimestamp: '2026-11-02T09:10:00.000Z',
}
const refused: FlowOperationReport = {
  ...completedReport,
  outcome: 'REFUSED',
  severity: 'warning',
  flowOperationId: null,
  refusal: { errorCode: 'ThrottlingException', errorMessage: 'synthetic' },
  slotHolder,
}

describe('the operation in the way of a refused start', () => {
  test.each(channels)('is named, with the advice to wait for its end: %s', (_channel, textOf) => {
    // Mail is wrapped.
    const text = textOf(refused).replaceAll(/\s+/gu, ' ')
    expect(text).toContain(`Flow capture · ${slotHolder.flowOperationId}`)
    expect(text).toContain('2026-11-02 09:10:00 UTC')
    expect(text).toMatch(/wait for (?:its end|the end of)/iu)
  })

  test.each(channels)('is not named where none is known: %s', (_channel, textOf) => {
    expect(textOf({ ...refused, slotHolder: null })).not.toMatch(/running there now|Flow capture ·/iu)
  })

  test.each(channels)('is shown inert, and never advised by foreign text: %s', (channel, textOf) => {
    const foreign = '<!channel> <https://evil.example|click>\u202e\n*x*'
    const text = textOf({
      ...refused,
      // Without it no link to the console is shown, which Slack writes in angle brackets.
      firewallArn: null,
      slotHolder: { ...slotHolder, flowOperationId: foreign, requestTimestamp: foreign },
    })
    // Neither reads any markup; whether anything in them is active, test/hostile says.
    if (channel === 'mail' || channel.startsWith('a Teams card')) expectVisible(text)
    else expectEscaped(text)
    expect(text).not.toMatch(/evil[^\n]*wait for|wait for[^\n]*evil/iu)
  })
})

test('machines read both members from the document', () => {
  for (const form of ['sqs', 'lambda'] as const) {
    const structure = JSON.parse(snsMessage({ ...refused, recoveredLate: true }).message) as Record<
      string,
      string
    >
    expect(JSON.parse(structure[form] ?? '')).toMatchObject({ recoveredLate: true, slotHolder })
  }
})
