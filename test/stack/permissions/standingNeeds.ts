import type { DeployedStack } from './deployedStack.ts'
import type { Right } from './rights.ts'

/** A right that a role needs although the function's code never makes the call, and why. */
export type StandingNeed = Right & { readonly reason: string }

/** What Lambda does under the function's role, read from the function's own configuration. */
export function needsOfLambda(stack: DeployedStack, functionId: string): StandingNeed[] {
  const logging = stack.property(functionId, 'LoggingConfig') as { LogGroup: string } | undefined
  const tracing = stack.property(functionId, 'TracingConfig') as { Mode: string } | undefined
  const keyArn = stack.property(functionId, 'KmsKeyArn')
  return [
    ...needs(['logs:CreateLogStream', 'logs:PutLogEvents'], ownLog(stack, logging?.LogGroup), 'own log'),
    ...(tracing?.Mode === 'Active'
      ? needs(['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], '*', 'Lambda sends the traces')
      : []),
    ...(typeof keyArn === 'string' ? needs(['kms:Decrypt'], keyArn, 'Lambda decrypts the environment') : []),
    ...destinations(stack, functionId).flatMap(queueArn =>
      needs(['sqs:SendMessage'], queueArn, 'Lambda sends what failed on every attempt'),
    ),
  ]
}

/** What the called services ask of KMS with the caller's rights (the services' pages on encryption). */
const keyUse: Readonly<Record<string, readonly string[]>> = {
  'sqs:SendMessage': ['kms:GenerateDataKey', 'kms:Decrypt'],
  'sns:Publish': ['kms:GenerateDataKey*', 'kms:Decrypt'],
  'secretsmanager:GetSecretValue': ['kms:Decrypt'],
}

/** The rights on keys that go with other rights, where the resource lies under a customer key. */
export function needsOfEncryption(stack: DeployedStack, rights: readonly Right[]): StandingNeed[] {
  return rights.flatMap(({ action, resource }) => {
    const keyArn = keyUse[action] ? keyOf(stack, resource) : undefined
    if (keyArn === undefined) return []
    return needs(keyUse[action] ?? [], keyArn, `${action} on what lies under a customer key`)
  })
}

function needs(actions: readonly string[], resource: string, reason: string): StandingNeed[] {
  return actions.map(action => ({ action, resource, reason }))
}

function ownLog(stack: DeployedStack, logGroupName: string | undefined): string {
  const { partition, region, accountId } = stack.place
  return `arn:${partition}:logs:${region}:${accountId}:log-group:${logGroupName}:log-stream:any`
}

type DestinationConfig = { readonly OnFailure?: { readonly Destination: string } }

function destinations(stack: DeployedStack, functionId: string): string[] {
  const functionName = stack.property(functionId, 'FunctionName')
  return stack
    .ids('AWS::Lambda::EventInvokeConfig')
    .filter(id => stack.property(id, 'FunctionName') === functionName)
    .map(id => stack.property(id, 'DestinationConfig') as DestinationConfig | undefined)
    .flatMap(config => config?.OnFailure?.Destination ?? [])
}

/** The customer key of a queue, topic or secret, made by the stack or given to it; undefined when it has none. */
function keyOf(stack: DeployedStack, resourceArn: string): string | undefined {
  const made = ['AWS::SQS::Queue', 'AWS::SNS::Topic', 'AWS::SecretsManager::Secret']
    .flatMap(type => stack.ids(type))
    .find(id => stack.arnOf(id) === resourceArn)
  if (made !== undefined) {
    const keyArn = stack.property(made, 'KmsMasterKeyId') ?? stack.property(made, 'KmsKeyId')
    return keyArn as string | undefined
  }
  const given: Readonly<Record<string, string>> = {
    [stack.parameter('TopicArn')]: stack.parameter('TopicKmsKeyArn'),
    [stack.parameter('TeamsSecretArn')]: stack.parameter('TeamsSecretKmsKeyArn'),
    [stack.parameter('SlackSecretArn')]: stack.parameter('SlackSecretKmsKeyArn'),
  }
  return given[resourceArn] || undefined
}
