import { addDemoFirewall } from './demoFirewall.ts'
import { type LocalAws, startLocalAws } from './model/localAws.ts'
import type { Scenario } from './scenarios.ts'

/** The model of AWS with what a deployed stack would have made, and the environment that its functions would get. */
export type DemoStack = {
  readonly aws: LocalAws
  readonly settings: Readonly<Record<string, string>>
}

export const auditLogGroup = '/flowbell/audit'
const slackSecretArn = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:flowbell-slack-demo'

/** What of the caller's own AWS set-up could lead a call away from the model. */
const foreignVariables = /^(?:AWS_|FLOWBELL_|SMITHY_)/u

/** Starts the model and points this process at it, and at nothing else. */
export async function startDemoStack({ overdueMinutes = 60 }: Scenario): Promise<DemoStack> {
  const aws = await startLocalAws({ now: () => Date.now() })
  addDemoFirewall(aws)
  aws.logs.createGroup(auditLogGroup)
  aws.secrets.put(slackSecretArn, JSON.stringify({ botToken: aws.slack.botToken, channel: 'C0123456789' }))
  const queueUrl = aws.sqs.createQueue('flowbell-dead-letters')
  for (const name of Object.keys(process.env)) if (foreignVariables.test(name)) delete process.env[name]
  Object.assign(process.env, aws.environment)
  const settings = {
    FLOWBELL_TOPIC_ARN: aws.sns.createTopic('flowbell'),
    FLOWBELL_SLACK_SECRET_ARN: slackSecretArn,
    FLOWBELL_SLACK_API_URL: aws.slackApiUrl,
    FLOWBELL_SLACK_ORIGINS: aws.slackOrigin,
    FLOWBELL_AUDIT_LOG_GROUP: auditLogGroup,
    FLOWBELL_DEAD_LETTER_QUEUE_URL: queueUrl,
    FLOWBELL_OVERDUE_MINUTES: String(overdueMinutes),
  }
  return { aws, settings }
}
