import type { ResolvedStack } from '../resolveTemplate.ts'
import { conditionsOf, listed, ofType, policyStatements } from './policies.ts'

const policyTypes = {
  'AWS::SQS::Queue': { type: 'AWS::SQS::QueuePolicy', targets: 'Queues', action: 'sqs:*', suffix: '.Arn' },
  'AWS::SNS::Topic': { type: 'AWS::SNS::TopicPolicy', targets: 'Topics', action: 'sns:Publish', suffix: '' },
  'AWS::S3::Bucket': { type: 'AWS::S3::BucketPolicy', targets: 'Bucket', action: 's3:*', suffix: '.Arn' },
} as const

/** Every queue, topic and bucket refuses what comes without TLS, whoever sends it. */
export function withoutTlsOnly(stack: ResolvedStack): string[] {
  return Object.entries(policyTypes).flatMap(([type, { type: policyType, targets, action, suffix }]) =>
    ofType(stack, type).flatMap(([id]) => {
      const refused = ofType(stack, policyType)
        .filter(([, policy]) => listed(policy.Properties[targets] as string | string[]).includes(id))
        .flatMap(([, policy]) => policyStatements(policy))
        .some(
          statement =>
            statement.Effect === 'Deny' &&
            statement.Principal === '*' &&
            listed(statement.Action).includes(action) &&
            listed(statement.Resource).includes(`${id}${suffix}`) &&
            conditionsOf(statement)['aws:SecureTransport'] === 'false' &&
            Object.keys(conditionsOf(statement)).length === 1,
        )
      return refused ? [] : [`${id} takes what comes without TLS`]
    }),
  )
}
