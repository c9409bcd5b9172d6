import { type FunctionName, functionNames, logicalIds } from '../deployed/logicalIds.ts'
import type { Patient } from './check.ts'
import type { TargetName } from './neededActions.ts'

/** What is started by an event or the schedule, and not by the state machine. */
const notTasks: readonly FunctionName[] = ['startWatch', 'sweepOperations']

type ArnParts = (service: string, resource: string) => string

/** The ARNs that a target stands for; none when it is not configured. A resource that need not exist has a name of our own. */
export async function targetArns(target: TargetName, patient: Patient): Promise<string[]> {
  const { stack } = patient
  switch (target) {
    case 'stateMachine':
      return [await stack.physicalId(logicalIds.stateMachine)]
    case 'notificationQueue':
    case 'startEventQueue':
    case 'sweepQueue':
      return [queueArn(await stack.physicalId(logicalIds[target]), await arnsOf(patient))]
    case 'sweepFunction':
      return [(await stack.functionFacts('sweepOperations')).arn]
    case 'taskFunctions':
      return Promise.all(
        functionNames
          .filter(name => !notTasks.includes(name))
          .map(async name => (await stack.functionFacts(name)).arn),
      )
    case 'firewall':
      return [(await arnsOf(patient))('network-firewall', 'firewall/any')]
    case 'firewallPolicy':
      return [(await arnsOf(patient))('network-firewall', 'firewall-policy/any')]
    case 'everything':
      return ['*']
    case 'routesParameter':
      return parameterArns(patient)
    case 'auditLog':
    case 'topic':
    case 'slackSecret':
    case 'teamsSecret':
    case 'eventBus':
      return configuredArns(target, patient)
  }
}

async function parameterArns(patient: Patient): Promise<string[]> {
  const { routesParameter } = await patient.stack.settingsOf('composeNotice')
  if (routesParameter === null) return []
  // A name may begin with a slash, which then is the one after "parameter".
  return [(await arnsOf(patient))('ssm', `parameter/${routesParameter.replace(/^\//u, '')}`)]
}

type Configured = 'auditLog' | 'topic' | 'slackSecret' | 'teamsSecret' | 'eventBus'

async function configuredArns(target: Configured, patient: Patient): Promise<string[]> {
  const { auditLogGroup, topicArn, slackSecretArn, teamsSecretArn, eventBusName } = await patient.settings()
  const arn = await arnsOf(patient)
  const arns: Record<Configured, string | null> = {
    auditLog: auditLogGroup && arn('logs', `log-group:${auditLogGroup}:log-stream:any`),
    topic: topicArn,
    slackSecret: slackSecretArn,
    teamsSecret: teamsSecretArn,
    eventBus: eventBusName?.startsWith('arn:')
      ? eventBusName
      : eventBusName && arn('events', `event-bus/${eventBusName}`),
  }
  return [arns[target]].filter(found => found !== null)
}

/** Partition, Region and account are those of the functions: `arn:aws:lambda:eu-west-1:123456789012:function:...`. */
async function arnsOf({ stack }: Patient): Promise<ArnParts> {
  const { arn } = await stack.functionFacts('startWatch')
  const [, partition = '', , region = '', accountId = ''] = arn.split(':')
  return (service, resource) => `arn:${partition}:${service}:${region}:${accountId}:${resource}`
}

function queueArn(queueUrl: string, arn: ArnParts): string {
  return arn('sqs', queueUrl.split('/').at(-1) ?? '')
}
