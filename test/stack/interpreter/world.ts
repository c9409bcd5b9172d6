import { type LocalAws, startLocalAws } from '../../../local/model/localAws.ts'
import { accountId, region } from './packagedDefinition.ts'
import type { PackagedFunction } from './packagedFunctions.ts'

/** AWS and Slack as a deployed stack would find them. */
export type World = {
  readonly aws: LocalAws
  /** The whole environment of a packaged function in this world. */
  readonly environmentOf: (hosted: PackagedFunction) => Readonly<Record<string, string>>
}

export type WorldOptions = {
  readonly overdueMinutes?: number | undefined
  /** Where StartExecution goes. */
  readonly stepFunctionsOrigin: string
  /** The machine that startWatch and the sweep start. */
  readonly stateMachineArn: string
}

const slackSecretArn = `arn:aws:secretsmanager:${region}:${accountId}:secret:flowbell-slack`
const auditLogGroup = '/flowbell/audit'

/** Starts the model of AWS and Slack by the clock of this process, with everything in it that the stack would have made. */
export async function startWorld(options: WorldOptions): Promise<World> {
  const aws = await startLocalAws({ now: () => Date.now(), region, accountId })
  aws.logs.createGroup(auditLogGroup)
  aws.secrets.put(slackSecretArn, JSON.stringify({ botToken: aws.slack.botToken, channel: 'C0123456789' }))
  const values = {
    FLOWBELL_TOPIC_ARN: aws.sns.createTopic('flowbell'),
    FLOWBELL_SLACK_SECRET_ARN: slackSecretArn,
    FLOWBELL_EVENT_BUS_NAME: 'operations',
    FLOWBELL_AUDIT_LOG_GROUP: auditLogGroup,
    FLOWBELL_DEAD_LETTER_QUEUE_URL: aws.sqs.createQueue('dead-letters'),
    FLOWBELL_STATE_MACHINE_ARN: options.stateMachineArn,
    FLOWBELL_STACK_NAME: 'flowbell-dev',
    // Neither routes nor Teams, as the stack has by default.
    FLOWBELL_ROUTES_PARAMETER: '',
    FLOWBELL_TEAMS_SECRET_ARN: '',
  }
  const minutes = options.overdueMinutes
  const given = minutes === undefined ? {} : { FLOWBELL_OVERDUE_MINUTES: String(minutes) }
  return {
    aws,
    environmentOf: hosted => ({
      ...resolved(hosted, values),
      ...given,
      ...aws.environment,
      AWS_ENDPOINT_URL_SFN: options.stepFunctionsOrigin,
      // The model of Slack is not at Slack's own address.
      FLOWBELL_SLACK_API_URL: aws.slackApiUrl,
      FLOWBELL_SLACK_ORIGINS: aws.slackOrigin,
      AWS_LAMBDA_FUNCTION_NAME: hosted.functionName,
      // Lambda has no files of a person's own settings.
      AWS_CONFIG_FILE: 'none',
      AWS_SHARED_CREDENTIALS_FILE: 'none',
    }),
  }
}

/** The variables that the template gives the function: as they stand when they are text, else what this world has for them. */
function resolved({ environment, key }: PackagedFunction, values: Readonly<Record<string, string>>) {
  return Object.fromEntries(
    Object.entries(environment).map(([name, value]) => {
      const known = typeof value === 'string' ? value : values[name]
      if (known === undefined)
        throw new TypeError(`${key} is given ${name}, for which this world has no value`)
      return [name, known]
    }),
  )
}
