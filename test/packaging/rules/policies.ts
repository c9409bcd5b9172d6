import type { ResolvedResource, ResolvedStack } from '../resolveTemplate.ts'

export interface Statement {
  readonly Sid?: string
  readonly Effect: 'Allow' | 'Deny'
  readonly Principal?: unknown
  readonly Action: string | string[]
  readonly Resource: string | string[]
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>
}

interface Policy {
  readonly PolicyDocument: { readonly Statement: readonly Statement[] }
}

/** The resources of one type, with their logical ids. */
export function ofType({ resources }: ResolvedStack, type: string): [string, ResolvedResource][] {
  return Object.entries(resources).filter(([, { Type }]) => Type === type)
}

export function inlineStatements(role: ResolvedResource): Statement[] {
  return (role.Properties['Policies'] as Policy[]).flatMap(policy => policy.PolicyDocument.Statement)
}

export function trustStatements(role: ResolvedResource): readonly Statement[] {
  return (role.Properties['AssumeRolePolicyDocument'] as Policy['PolicyDocument']).Statement
}

/** The statements of a resource policy (queue, topic, bucket). */
export function policyStatements(policy: ResolvedResource): readonly Statement[] {
  return (policy.Properties as unknown as Policy).PolicyDocument.Statement
}

export const listed = (value: string | string[]): string[] => [value].flat()

/** The condition keys of a statement, with what they ask for. */
export function conditionsOf({ Condition = {} }: Statement): Record<string, unknown> {
  return Object.assign({}, ...Object.values(Condition)) as Record<string, unknown>
}
