import type { ResolvedStack } from '../resolveTemplate.ts'

/** Where each kind of resource that holds data names its key. */
const keyProperty: Record<string, string> = {
  'AWS::SQS::Queue': 'KmsMasterKeyId',
  'AWS::SNS::Topic': 'KmsMasterKeyId',
  'AWS::Logs::LogGroup': 'KmsKeyId',
  'AWS::Lambda::Function': 'KmsKeyArn',
  'AWS::Scheduler::Schedule': 'KmsKeyArn',
  'AWS::SecretsManager::Secret': 'KmsKeyId',
}

/** What needs no key of ours, and why. A kind that stands in neither list is a finding: somebody has to decide. */
const needsNoKey: Record<string, string> = {
  'AWS::S3::Bucket': 'code and templates only, and it exists before the key does: encrypted by S3',
  'AWS::StepFunctions::StateMachine':
    "encrypted under AWS's own key: a key that cannot be used would stop every watch, and with it the news of that",
  'AWS::CloudWatch::Alarm': 'holds no data',
  'AWS::CloudWatch::Dashboard': 'holds no data',
  'AWS::Events::Rule': 'holds no data',
  'AWS::IAM::Role': 'holds no data',
  'AWS::KMS::Alias': 'holds no data',
  'AWS::KMS::Key': 'is the key',
  'AWS::Lambda::EventInvokeConfig': 'holds no data',
  'AWS::Lambda::Permission': 'holds no data',
  'AWS::Logs::QueryDefinition': 'holds no data',
  'AWS::S3::BucketPolicy': 'holds no data',
  'AWS::SNS::Subscription': 'holds no data',
  'AWS::SSM::Parameter':
    'CloudFormation makes no SecureString; the routes name firewalls, channels and topics, and no secret',
  'AWS::SNS::TopicPolicy': 'holds no data',
  'AWS::SQS::QueuePolicy': 'holds no data',
}

/** Everything that can be encrypted is, under this key. */
export function notEncrypted({ resources }: ResolvedStack, keyArn: string): string[] {
  return Object.entries(resources).flatMap(([id, { Type, Properties }]) => {
    const property = keyProperty[Type]
    if (property !== undefined)
      return Properties[property] === keyArn ? [] : [`${id} is not encrypted under ${keyArn}`]
    return Type in needsNoKey ? [] : [`${id}: nobody has decided whether ${Type} holds data`]
  })
}
