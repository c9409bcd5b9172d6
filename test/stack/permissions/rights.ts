import type { DeployedStack } from './deployedStack.ts'

/** One action on one resource, as IAM counts it; either may hold wildcards where a policy writes them. */
export type Right = { readonly action: string; readonly resource: string }

/** A right that a policy gives. */
export type AllowedRight = Right & { readonly hasCondition: boolean }

type Statement = {
  readonly Effect: string
  readonly Action?: string | readonly string[]
  readonly Resource?: string | readonly string[]
  readonly Condition?: object
}
type Policy = { readonly PolicyDocument: { readonly Statement: readonly Statement[] } }

/** Everything that a role of the stack allows: one entry per action and resource. */
export function rightsOfRole(stack: DeployedStack, roleId: string): AllowedRight[] {
  if (stack.property(roleId, 'ManagedPolicyArns') !== undefined) {
    throw new Error(`${roleId} has managed policies: what they allow cannot be seen here`)
  }
  const policies = (stack.property(roleId, 'Policies') ?? []) as readonly Policy[]
  return policies.flatMap(({ PolicyDocument }) =>
    PolicyDocument.Statement.flatMap(statement => rightsOf(roleId, statement)),
  )
}

function rightsOf(roleId: string, { Effect, Action, Resource, Condition }: Statement): AllowedRight[] {
  if (Effect !== 'Allow' || Action === undefined || Resource === undefined) {
    throw new Error(`${roleId} has a statement of a form that is not checked here`)
  }
  const resources = [Resource].flat()
  return [Action]
    .flat()
    .flatMap(action =>
      resources.map(resource => ({ action, resource, hasCondition: Condition !== undefined })),
    )
}

/** The logical id of a function's role. */
export function roleIdOf(stack: DeployedStack, functionId: string): string {
  const roleArn = stack.property(functionId, 'Role')
  const found = stack.ids('AWS::IAM::Role').find(roleId => stack.arnOf(roleId) === roleArn)
  if (found === undefined) throw new Error(`${functionId} has no role of this stack`)
  return found
}
