import { refusedEvent } from '../support/events.ts'
import { inLocalWorld } from '../support/localWorld.ts'
import type { Played, Row, Rule } from '../support/row.ts'
import { deadLetters, ends, equal, red, toldOnce, watches } from '../support/rules.ts'
import { crossed, trialsOf } from '../support/scenarios.ts'

const dead = crossed({ at: 'webhook', answers: ['chat-archived'], times: ['forever'] })

/** The letter is nowhere, so the record, the error and the alarm have to say it. */
const notEvenParked: readonly Rule[] = [
  watches(1),
  ends('COMPLETED'),
  toldOnce('sns', 'eventbridge', 'teams'),
  red('NotificationUndelivered'),
  equal('no letter', ({ run }) => run.letters.length, 0),
  equal(
    'the record says so',
    ({ run }) =>
      run.records.flatMap(({ record }) =>
        record.recordType === 'NOTIFICATION_DEAD_LETTERED' ? [record['parked']] : [],
      ),
    [false],
  ),
]

async function queueRefuses(): Promise<Played> {
  return inLocalWorld(async ({ aws, run }) => {
    aws.slack.webhookPath = '/services/gone'
    const fault = {
      kind: 'aws-error',
      httpStatus: 403,
      errorType: 'AccessDenied',
      message: 'synthetic',
    } as const
    aws.sqs.failNext({ operation: 'SendMessage', fault, times: Infinity })
    const { code, stdout, stderr } = await run(['replay', '-', '--json', '--no-wait'], {
      stdin: JSON.stringify(refusedEvent()),
    })
    const { deliveries } = JSON.parse(stdout.join('\n')) as {
      deliveries: { channel: string; status: string }[]
    }
    const isNamed = stderr.some(line => line.startsWith('dead letter: slack: '))
    const isTold = deliveries.some(({ channel, status }) => channel === 'sns' && status === 'DELIVERED')
    const isRight = code === 1 && isNamed && isTold
    const struck = aws.requests.filter(({ operation }) => operation === 'SendMessage').length
    return { struck, violations: isRight ? [] : [`exit code ${code}: ${stderr.join(' | ')}`] }
  })
}

async function settingIsMissing(args: readonly string[]): Promise<Played> {
  return inLocalWorld(async ({ aws, run }) => {
    const without = 'FLOWBELL_AUDIT_LOG_GROUP'
    const { code, stderr } = await run(args, { stdin: JSON.stringify(refusedEvent()), without })
    const isRight = code === 2 && stderr.length === 1 && stderr[0]?.includes(without) === true
    const isSilent = aws.requests.length === 0
    return {
      struck: 1,
      violations:
        isRight && isSilent ? [] : [`exit code ${code}, ${aws.requests.length} calls: ${stderr.join(' | ')}`],
    }
  })
}

export const settingRows: readonly Row[] = [
  {
    number: 'X7',
    fault: 'the dead-letter queue itself refuses',
    promise:
      'the run ends red, and the record says that nothing is kept; command line: named on standard error, exit code 1',
    trials: [
      ...trialsOf(
        crossed({
          at: 'SendMessage',
          answers: ['access-denied', 'internal', { awsError: 'QueueDoesNotExist', status: 400 }],
          times: ['forever'],
        }),
        notEvenParked,
        { faults: dead },
      ),
      ...trialsOf(
        crossed({
          at: 'lambda:parkNotification',
          modes: ['before', 'crash-before', 'hang'],
          times: ['forever'],
        }),
        notEvenParked,
        { faults: dead },
      ),
      ...trialsOf(
        crossed({ at: 'SendMessage', modes: ['before', 'hang'], times: [1, 4] }),
        [red('NotificationUndelivered'), deadLetters('slack')],
        { faults: dead },
      ),
      { name: 'the command', play: queueRefuses },
    ],
  },
  {
    number: 'X8',
    fault: 'FLOWBELL_AUDIT_LOG_GROUP unset',
    promise: 'exit code 2 with its name on one line, and nothing is called',
    trials: [{ name: 'the command', play: () => settingIsMissing(['replay', '-']) }],
  },
]
