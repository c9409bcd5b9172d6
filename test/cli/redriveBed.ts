import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { afterEach, beforeEach } from '@jest/globals'
import { type LocalAws, startLocalAws } from '../../local/model/localAws.ts'
import type { RedriveReport } from '../../operator/redrive/report.ts'
import { type Run, runFlowbell } from '../contract/runFlowbell.ts'
import { clientSettings } from '../local/model/localAwsFixture.ts'

export const auditGroup = '/flowbell/audit'
const secretArn = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:slack-AbCdEf'

/** The model with a topic, Slack, an audit group and a dead-letter queue, and the settings that name them. */
export type RedriveBed = {
  readonly aws: LocalAws
  readonly queueUrl: string
  readonly environment: Readonly<Record<string, string>>
  park(...bodies: readonly string[]): Promise<void>
  /** `flowbell redrive --json` and further words, as a process of its own. */
  redrive(words?: readonly string[], variables?: Readonly<Record<string, string>>): Promise<Redrive>
}
type Redrive = Run & { readonly report: RedriveReport }

export function useRedriveBed(): () => RedriveBed {
  let bed: RedriveBed
  beforeEach(async () => {
    bed = bedOn(await startLocalAws({ now: () => Date.now() }))
  })
  afterEach(() => bed.aws.close())
  return () => bed
}

function bedOn(aws: LocalAws): RedriveBed {
  const queueUrl = aws.sqs.createQueue('letters')
  aws.logs.createGroup(auditGroup)
  aws.secrets.put(secretArn, JSON.stringify({ webhookUrl: aws.webhookUrl }))
  const environment = {
    ...aws.environment,
    FLOWBELL_DEAD_LETTER_QUEUE_URL: queueUrl,
    FLOWBELL_AUDIT_LOG_GROUP: auditGroup,
    FLOWBELL_TOPIC_ARN: aws.sns.createTopic('flowbell'),
    FLOWBELL_SLACK_SECRET_ARN: secretArn,
    FLOWBELL_SLACK_ORIGINS: aws.slackOrigin,
  }
  const client = new SQSClient(clientSettings(aws))
  return {
    aws,
    queueUrl,
    environment,
    async park(...bodies) {
      for (const MessageBody of bodies)
        await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody }))
    },
    async redrive(words = [], variables = {}) {
      const run = await runFlowbell(['redrive', '--json', ...words], {
        env: { ...environment, ...variables },
      })
      return { ...run, report: JSON.parse(run.stdout || '{}') as RedriveReport }
    },
  }
}

export function slackAnswers(status: number, body: string, headers: Record<string, string> = {}) {
  return { kind: 'raw-answer', status, body, headers } as const
}
