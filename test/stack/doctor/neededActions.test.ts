/** The doctor's list of what each role has to be able to do, against what the packaged roles grant: the same, both ways. */
import { expect, test } from '@jest/globals'
import { functionNames } from '../../../operator/deployed/logicalIds.ts'
import { neededActions, type RoleOwner } from '../../../operator/doctor/neededActions.ts'
import type { Template } from '../../packaging/packageStack.ts'
import { packagedTemplate } from '../support/packagedStack.ts'

type Statement = { readonly Action: string | readonly string[]; readonly Resource: unknown }
type Role = {
  readonly Policies: readonly { readonly PolicyDocument: { readonly Statement: readonly unknown[] } }[]
}

const roleIds: Readonly<Record<RoleOwner, string>> = {
  ...(Object.fromEntries(
    functionNames.map(name => [name, `${name.charAt(0).toUpperCase()}${name.slice(1)}Role`]),
  ) as Record<(typeof functionNames)[number], string>),
  stateMachine: 'WatchStateMachineRole',
  sweepSchedule: 'SweepScheduleRole',
}

/** Logs and traces, and the use of keys: neededActions.ts says that it leaves them out. */
function isLeftOut(action: string, resource: unknown): boolean {
  if (/^(?:xray|kms):/.test(action)) return true
  return action.startsWith('logs:') && !JSON.stringify(resource).includes('AuditLogGroup')
}

/** A statement, or both of a condition's branches. */
function statementsIn(node: unknown): Statement[] {
  const [, yes, no] = (node as { 'Fn::If'?: [string, unknown, unknown] })['Fn::If'] ?? []
  if (yes !== undefined) return [...statementsIn(yes), ...statementsIn(no)]
  return typeof node === 'object' && node !== null && 'Action' in node ? [node as Statement] : []
}

function grantedActions(template: Template): string[] {
  return Object.entries(roleIds).flatMap(([owner, roleId]) => {
    const { Policies = [] } = (template.Resources[roleId]?.Properties ?? {}) as Partial<Role>
    const statements = Policies.flatMap(({ PolicyDocument }) =>
      PolicyDocument.Statement.flatMap(statementsIn),
    )
    return statements.flatMap(({ Action, Resource }) =>
      [Action]
        .flat()
        .filter(action => !isLeftOut(action, Resource))
        .map(action => `${owner} ${action}`),
    )
  })
}

const askedActions = neededActions.flatMap(({ owner, actions }) =>
  actions.map(action => `${owner} ${action}`),
)

test('every action that a role is granted is asked for, and no other', () => {
  expect([...new Set(askedActions)].toSorted()).toEqual(
    [...new Set(grantedActions(packagedTemplate()))].toSorted(),
  )
})

test('an action that is granted besides is seen', () => {
  const template = structuredClone(packagedTemplate())
  const role = template.Resources['PollOperationRole']?.Properties as { Policies: object[] }
  const Statement = [{ Effect: 'Allow', Action: 'sns:Publish', Resource: '*' }]
  role.Policies.push({ PolicyDocument: { Statement } })
  expect(grantedActions(template)).toContain('pollOperation sns:Publish')
})
