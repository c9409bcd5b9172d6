import type { ResolvedStack } from '../resolveTemplate.ts'
import { conditionsOf, ofType, policyStatements, type Statement, trustStatements } from './policies.ts'

/** Services whose documentation promises both keys when they assume a role or deliver. */
const sendsItsSource = [
  'states.amazonaws.com',
  'scheduler.amazonaws.com',
  'events.amazonaws.com',
  'cloudwatch.amazonaws.com',
]

/** Lambda does not promise them for the role of a function. */
const trustedUnbound = ['lambda.amazonaws.com']

/** A service may act for this stack only: no other account, no other resource can make it act. */
export function unboundServices(stack: ResolvedStack): string[] {
  const trusts = ofType(stack, 'AWS::IAM::Role').map(([id, role]) => [id, trustStatements(role)] as const)
  const policies = ['AWS::SQS::QueuePolicy', 'AWS::SNS::TopicPolicy']
    .flatMap(type => ofType(stack, type))
    .map(([id, policy]) => [id, policyStatements(policy).filter(({ Effect }) => Effect === 'Allow')] as const)
  const permissions = ofType(stack, 'AWS::Lambda::Permission')
  return [
    ...[...trusts, ...policies].flatMap(([id, statements]) =>
      statements.flatMap(statement => unbound(id, statement)),
    ),
    ...permissions
      .filter(
        ([, { Properties }]) =>
          Properties['SourceAccount'] !== '123456789012' || !isExact(Properties['SourceArn']),
      )
      .map(([id]) => `${id} lets a service in without saying for whom`),
  ]
}

function unbound(id: string, statement: Statement): string[] {
  const service = (statement.Principal as { Service?: string }).Service ?? 'everybody'
  const { 'aws:SourceAccount': account, 'aws:SourceArn': source } = conditionsOf(statement)
  if (trustedUnbound.includes(service)) {
    return account === undefined && source === undefined
      ? []
      : [`${id}: ${service} may never be able to assume it`]
  }
  if (!sendsItsSource.includes(service)) return [`${id} lets in ${service}`]
  return account === '123456789012' && isExact(source)
    ? []
    : [`${id} lets in ${service} without saying for whom`]
}

/** An ARN of this account, or of this stack's own resources. */
function isExact(source: unknown): boolean {
  return [source]
    .flat()
    .every(
      arn => typeof arn === 'string' && /^(arn:aws:[a-z-]+:us-east-1:123456789012:.|\w+\.Arn$)/.test(arn),
    )
}

/** The services that the key lets in, each with what binds it to this stack. */
export function keyAccess(stack: ResolvedStack): Record<string, Record<string, unknown>> {
  const [key] = ofType(stack, 'AWS::KMS::Key')
  const statements =
    (key?.[1].Properties['KeyPolicy'] as { Statement: Statement[] } | undefined)?.Statement ?? []
  return Object.fromEntries(
    statements.map(statement => {
      const { Service, AWS } = statement.Principal as { Service?: string; AWS?: string }
      return [String(Service ?? AWS), conditionsOf(statement)]
    }),
  )
}
