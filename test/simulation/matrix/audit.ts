import { letterBody } from '../../operator/support/letters.ts'
import type { FaultAnswer } from '../world/faultAnswers.ts'
import { inLocalWorld } from './support/localWorld.ts'
import type { Played, Row, Rule } from './support/row.ts'
import {
  deadLetters,
  documentOf,
  equal,
  isTrue,
  messagesTo,
  quiet,
  red,
  says,
  toldOnce,
  unharmed,
  watches,
  within,
} from './support/rules.ts'
import { crossed, trialsOf } from './support/scenarios.ts'

const everywhere = toldOnce('sns', 'slack', 'eventbridge', 'teams')
const isSaid = 'The audit record of this outcome could not be written'

/** People are told, the message says that the record is missing, and the run ends red. */
const toldWithoutRecord: readonly Rule[] = [
  watches(1),
  everywhere,
  red('AuditNotWritten'),
  deadLetters(),
  says('sns', isSaid),
  says('slack', isSaid),
  says('teams', isSaid),
  isTrue('machines are told too', seen =>
    messagesTo(seen, 'eventbridge').every(({ auditRecorded }) => !auditRecorded),
  ),
]
const noRecord = equal('records', ({ run }) => run.records.length, 0)

const put = { at: 'PutLogEvents', by: 'recordAudit' } as const
const create = { at: 'CreateLogStream', by: 'recordAudit' } as const
const keyDisabled: FaultAnswer = {
  awsError: 'InvalidOperationException',
  status: 400,
  message: 'The KMS key is disabled',
}
const gone = ['not-found', 'access-denied', keyDisabled] as const

const tries = (site: string, least: number, most: number): Rule =>
  within(
    `calls of ${site}`,
    ({ run }) => run.journal.exchanges.filter(exchange => exchange.site === site).length,
    least,
    most,
  )

const poison = [
  'no JSON at all',
  '{}',
  '{"schemaVersion":99}',
  JSON.stringify({ ...(JSON.parse(letterBody('sns', 3)) as object), document: null }),
  JSON.stringify({ ...(JSON.parse(letterBody('sns', 4)) as object), channel: 'carrier-pigeon' }),
]

/** Twice over: each run looks at each message once, and ends. */
async function redriven(): Promise<Played> {
  return inLocalWorld(async ({ aws, queueUrl, run }) => {
    const bodies = [poison[0], letterBody('sns', 1), ...poison.slice(1), letterBody('slack', 2)]
    for (const MessageBody of bodies) aws.sqs.perform('SendMessage', { QueueUrl: queueUrl, MessageBody })
    const first = await run(['redrive', '--json'])
    const second = await run(['redrive', '--json'])
    const left = aws.sqs.messages(queueUrl).map(({ body }) => body)
    const checks = {
      'both letters are sent, once': aws.sns.published.length === 1 && aws.slack.webhookPosts.length === 1,
      'what is poison stays, and nothing else':
        left.length === poison.length && left.every(body => poison.includes(body)),
      'both runs end, and say that something is left': first.code === 1 && second.code === 1,
    }
    const violations = Object.entries(checks).flatMap(([rule, isRight]) =>
      isRight ? [] : [`${rule}: ${left.length} left, exit codes ${first.code} and ${second.code}`],
    )
    return { struck: poison.length, violations }
  })
}

export const auditRows: readonly Row[] = [
  {
    number: 66,
    fault: '`rejectedLogEventsInfo`',
    promise: 'error, not success: people are told that the record is missing, and the run ends red',
    trials: [
      ...trialsOf(
        crossed({ ...put, answers: ['rejected-log-events'], times: [1, 3, 'forever'] }),
        toldWithoutRecord,
      ),
    ],
  },
  {
    number: 67,
    fault: 'log group deleted, KMS key disabled',
    promise:
      'retry of what may pass, then the execution fails with an alarm; the notification is still sent, and says that the record is missing',
    trials: [
      ...trialsOf(crossed({ ...create, answers: gone, times: ['forever'] }), [
        ...toldWithoutRecord,
        noRecord,
      ]),
      ...trialsOf(crossed({ ...put, answers: gone, times: ['forever'] }), [...toldWithoutRecord, noRecord]),
      ...trialsOf(
        crossed({ ...put, answers: ['internal', 'throttled', 'reset', 'html-503'], times: [1, 5] }),
        [...unharmed, quiet()],
      ),
      ...trialsOf(crossed({ ...put, answers: ['internal', 'throttled'], times: ['forever'] }), [
        ...toldWithoutRecord,
        noRecord,
        tries('PutLogEvents', 14, 14),
      ]),
      ...trialsOf(crossed({ ...put, modes: ['hang'], times: [1, 3] }), [...unharmed, quiet()]),
      ...trialsOf(crossed({ ...put, modes: ['after', 'hang-after'], times: ['forever'] }), toldWithoutRecord),
      ...trialsOf(
        crossed({ at: 'lambda:recordAudit', modes: ['crash-before', 'hang'], times: ['forever'] }),
        [...toldWithoutRecord, noRecord],
      ),
      ...trialsOf(crossed({ ...put, answers: ['not-found'], fromCall: 2, times: ['forever'] }), [
        watches(1),
        everywhere,
        red('AuditNotWritten'),
        deadLetters(),
        equal('the outcome is recorded', ({ watch }) => documentOf(watch)['outcome'], 'COMPLETED'),
      ]),
    ],
  },
  {
    number: 68,
    fault: 'poison message in a dead-letter queue that is redriven',
    promise: 'stays in the queue, no loop; the others are sent',
    trials: [{ name: 'the command, twice, on a queue with five of them', play: redriven }],
  },
]
