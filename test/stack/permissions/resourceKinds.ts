/** Where the stack is taken to be deployed. */
export type Place = {
  readonly partition: string
  readonly region: string
  readonly accountId: string
  readonly stackName: string
  /** Where its queues' URLs begin, for example `http://127.0.0.1:49152`. */
  readonly queueOrigin: string
}

/** What CloudFormation says for `!Ref` and `!GetAtt ... Arn` of one type of resource. */
export type ResourceKind = {
  /** The property that fixes its name, if there is one. */
  readonly nameProperty?: string
  readonly arn: (place: Place, name: string) => string
  /** Default: the name. */
  readonly ref?: (place: Place, name: string) => string
}

const arn =
  (service: string, resource: (name: string) => string) =>
  ({ partition, region, accountId }: Place, name: string) =>
    `arn:${partition}:${service}:${region}:${accountId}:${resource(name)}`

const topicArn = arn('sns', name => name)
const stateMachineArn = arn('states', name => `stateMachine:${name}`)
const secretArn = arn('secretsmanager', name => `secret:${name}`)

/** By CloudFormation type; the return values are those of each type's page in the CloudFormation reference. */
export const resourceKinds: Readonly<Record<string, ResourceKind>> = {
  'AWS::SNS::Topic': { nameProperty: 'TopicName', arn: topicArn, ref: topicArn },
  'AWS::SQS::Queue': {
    nameProperty: 'QueueName',
    arn: arn('sqs', name => name),
    ref: ({ queueOrigin, accountId }, name) => `${queueOrigin}/${accountId}/${name}`,
  },
  'AWS::Logs::LogGroup': { nameProperty: 'LogGroupName', arn: arn('logs', name => `log-group:${name}:*`) },
  'AWS::StepFunctions::StateMachine': {
    nameProperty: 'StateMachineName',
    arn: stateMachineArn,
    ref: stateMachineArn,
  },
  'AWS::KMS::Key': { arn: arn('kms', name => `key/${name}`) },
  'AWS::SecretsManager::Secret': { nameProperty: 'Name', arn: secretArn, ref: secretArn },
  'AWS::SSM::Parameter': {
    nameProperty: 'Name',
    arn: arn('ssm', name => `parameter/${name.replace(/^\//, '')}`),
  },
  'AWS::Lambda::Function': { nameProperty: 'FunctionName', arn: arn('lambda', name => `function:${name}`) },
  'AWS::IAM::Role': {
    nameProperty: 'RoleName',
    arn: ({ partition, accountId }, name) => `arn:${partition}:iam::${accountId}:role/${name}`,
  },
}
