import { type LocalAws, startLocalAws } from '../../../../local/model/localAws.ts'
import { command } from './command.ts'

const secretArn = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:slack-AbCdEf'

/** The models on loopback with a topic, Slack's webhook, an audit log and a dead-letter queue, and the command with settings for them. */
export type LocalWorld = {
  readonly aws: LocalAws
  readonly queueUrl: string
  readonly run: (
    args: readonly string[],
    options?: { readonly stdin?: string; readonly without?: string },
  ) => ReturnType<typeof command>
}

export async function inLocalWorld<Result>(play: (world: LocalWorld) => Promise<Result>): Promise<Result> {
  const aws = await startLocalAws({ now: () => Date.now() })
  const queueUrl = aws.sqs.createQueue('letters')
  aws.logs.createGroup('/flowbell/audit')
  aws.secrets.put(secretArn, JSON.stringify({ webhookUrl: aws.webhookUrl }))
  const settings = {
    ...aws.environment,
    FLOWBELL_AUDIT_LOG_GROUP: '/flowbell/audit',
    FLOWBELL_DEAD_LETTER_QUEUE_URL: queueUrl,
    FLOWBELL_TOPIC_ARN: aws.sns.createTopic('flowbell'),
    FLOWBELL_SLACK_SECRET_ARN: secretArn,
    FLOWBELL_SLACK_ORIGINS: aws.slackOrigin,
  }
  try {
    return await play({
      aws,
      queueUrl,
      run: (args, { stdin = '', without = '' } = {}) =>
        command(args, { stdin, env: { ...settings, [without]: undefined } }),
    })
  } finally {
    await aws.close()
  }
}
