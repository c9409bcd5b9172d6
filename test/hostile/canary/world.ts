import { readSettings } from '../../../functions/config.ts'
import type { ExecutionEvent } from '../../../local/engine/runExecution.ts'
import type { TaskFunctions } from '../../../local/engine/taskBorder.ts'
import { localRuntime } from '../../../local/localRuntime.ts'
import { type LocalAws, startLocalAws } from '../../../local/model/localAws.ts'
import { runWatch } from '../../../local/runWatch.ts'
import { shippedFunctions } from '../../../local/shippedFunctions.ts'
import { canaries, flowAddress, leaksIn, webhookPath } from './canaries.ts'
import type { NamedFault } from './faults.ts'
import type { Course } from './outcomes.ts'

const auditLogGroup = '/flowbell/audit'
const teamsSecretArn = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:teams-AbCdEf'
const secretArn = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:slack-AbCdEf'

/** The model of AWS and Slack, and the shipped functions and state machine before it, with secrets that can be told anywhere. */
export class CanaryWorld {
  readonly aws: LocalAws
  /** New ones for each run, since functions remember a secret. */
  readonly #newFunctions: () => TaskFunctions
  readonly #logLines: string[] = []

  private constructor(aws: LocalAws, newFunctions: (log: (entry: object) => void) => TaskFunctions) {
    this.aws = aws
    this.#newFunctions = () => newFunctions(entry => this.#logLines.push(JSON.stringify(entry)))
  }

  /** `secretOf`: the Slack secret's text, made of the origin at which Slack listens. */
  static async start(secretOf: (slackOrigin: string) => string): Promise<CanaryWorld> {
    const aws = await startLocalAws({ now: () => Date.now() })
    Object.assign(process.env, aws.environment, {
      AWS_SECRET_ACCESS_KEY: canaries.secretAccessKey,
      AWS_SESSION_TOKEN: canaries.sessionToken,
    })
    aws.logs.createGroup(auditLogGroup)
    aws.slack.botToken = canaries.botToken
    aws.slack.webhookPath = webhookPath
    aws.teams.flowAddress = flowAddress
    aws.secrets.put(teamsSecretArn, JSON.stringify({ webhookUrl: `${aws.teamsOrigin}${flowAddress}` }))
    aws.secrets.put(secretArn, secretOf(aws.slackOrigin))
    const settings = readSettings(
      {
        FLOWBELL_TOPIC_ARN: aws.sns.createTopic('flowbell'),
        FLOWBELL_SLACK_SECRET_ARN: secretArn,
        FLOWBELL_SLACK_API_URL: aws.slackApiUrl,
        FLOWBELL_SLACK_ORIGINS: aws.slackOrigin,
        FLOWBELL_TEAMS_SECRET_ARN: teamsSecretArn,
        FLOWBELL_TEAMS_ORIGINS: aws.teamsOrigin,
        FLOWBELL_EVENT_BUS_NAME: 'bus',
        FLOWBELL_AUDIT_LOG_GROUP: auditLogGroup,
        FLOWBELL_DEAD_LETTER_QUEUE_URL: aws.sqs.createQueue('letters'),
        FLOWBELL_OVERDUE_MINUTES: '1',
      },
      [],
    )
    return new CanaryWorld(aws, log => shippedFunctions(localRuntime(settings, log)))
  }

  /** Runs one watch to its end in virtual time; every place where a secret was found afterwards. */
  async leaksOf(course: Course, faults: readonly NamedFault[]): Promise<string[]> {
    const from = this.#begin()
    course.prepare(this.aws)
    for (const [, prepare] of faults) prepare(this.aws)
    const events: ExecutionEvent[] = []
    const result = await runWatch(course.watch(), {
      functions: this.#newFunctions(),
      isVirtualTime: true,
      observe: event => events.push(event),
    })
    return leaksIn([
      ['history', JSON.stringify(events)],
      ['end', JSON.stringify(result)],
      ...this.#logLines.map(line => ['log', line] as const),
      ...this.aws.requests.slice(from).flatMap(request => placesOf(request)),
    ])
  }

  #begin(): number {
    const { networkFirewall, sns, eventBridge, sqs, logs, secrets, slack, teams } = this.aws
    for (const service of [networkFirewall, sns, eventBridge, sqs, logs, secrets, slack, teams])
      service.stopFailing()
    this.#logLines.length = 0
    return this.aws.requests.length
  }
}

/** What went out, but for the places that are made for the secret: the session's token and Slack's own headers and address. */
function placesOf({ service, operation, body, headers }: LocalAws['requests'][number]) {
  const { 'x-amz-security-token': _token, authorization, ...others } = headers
  const shown = service === 'slack' ? others : { ...others, authorization }
  return [
    [`${service} ${operation}`, JSON.stringify(body)],
    [`headers of ${service} ${operation}`, JSON.stringify(shown)],
  ] as const
}
