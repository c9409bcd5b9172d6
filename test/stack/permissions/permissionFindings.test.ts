import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { beforeAll, describe, expect, test } from '@jest/globals'
import type { RecordedRequest } from '../../../local/model/wire/requestLog.ts'
import type { Template } from '../../packaging/packageStack.ts'
import { unpackFunctions } from '../interpreter/packagedFunctions.ts'
import { packagedTemplate, packageFolder } from '../support/packagedStack.ts'
import { carriedFindings } from './carriedOperations.ts'
import { DeployedStack } from './deployedStack.ts'
import { allowedRights, type FunctionRun, neededRights, runInWorld } from './functionRun.ts'
import { rightsOfCalls } from './iamActions.ts'
import { permissionFindings } from './permissionFindings.ts'
import { scenarios } from './scenarios.ts'

type Statement = { Effect: string; Action: string | string[]; Resource: unknown; Condition?: object }

type RoleProperties = { Policies: { PolicyDocument: { Statement: Statement[] } }[] }

const template = packagedTemplate()
const deployment = { name: 'planted', parameters: {}, hasEverything: false }
const everyFirewall = 'arn:aws:network-firewall:eu-west-1:123456789012:firewall/*'

let runs: Readonly<Record<string, FunctionRun>>
beforeAll(async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'flowbell-permissions-'))
  const entries: [string, FunctionRun][] = []
  for (const packaged of unpackFunctions(template, packageFolder, folder)) {
    if (!['startWatch', 'pollOperation'].includes(packaged.key)) continue
    const ofFunction = scenarios[packaged.key] ?? []
    entries.push([packaged.key, await runInWorld(template, deployment, packaged, ofFunction)])
  }
  runs = Object.fromEntries(entries)
  rmSync(folder, { recursive: true, force: true })
})

/** What is found when a fault is planted in a function's role, in a copy of the template. */
function findingsWith(key: string, roleId: string, plant: (statements: Statement[]) => void): unknown[] {
  const run = runs[key] as FunctionRun
  const copy: Template = structuredClone(template)
  const role = copy.Resources[roleId]?.Properties as RoleProperties | undefined
  plant(role?.Policies[0]?.PolicyDocument.Statement ?? [])
  const stack = new DeployedStack(copy, run.stack.place, deployment.parameters)
  return permissionFindings(allowedRights({ ...run, stack }), neededRights(run))
}

function statementWith(statements: Statement[], action: string): Statement {
  const found = statements.find(({ Action }) => [Action].flat().includes(action))
  if (!found) throw new Error(`no statement allows ${action}`)
  return found
}

const pollRole = ['pollOperation', 'PollOperationRole'] as const
const startRole = ['startWatch', 'StartWatchRole'] as const
const describeAction = 'network-firewall:DescribeFlowOperation'

describe('the check of permissions', () => {
  test('is content with the template as it is', () => {
    expect(findingsWith(...pollRole, () => undefined)).toEqual([])
    expect(findingsWith(...startRole, () => undefined)).toEqual([])
  })

  test('finds a missing permission', () => {
    const found = findingsWith(...pollRole, statements => {
      statements.splice(statements.indexOf(statementWith(statements, describeAction)), 1)
    })

    expect(found).toMatchObject([{ kind: 'MISSING', action: describeAction }])
  })

  test.each(['logs:PutLogEvents', 'kms:Decrypt', 'xray:PutTraceSegments', 'sqs:SendMessage'])(
    'finds that %s is missing, which no code calls but Lambda does',
    action => {
      const found = findingsWith(...startRole, statements => {
        for (const statement of statements) {
          statement.Action = [statement.Action].flat().filter(each => each !== action)
        }
      })

      expect(found).toContainEqual(expect.objectContaining({ kind: 'MISSING', action }))
    },
  )

  test('finds an extra permission', () => {
    const found = findingsWith(...pollRole, statements => {
      statements.push({ Effect: 'Allow', Action: 'sqs:DeleteMessage', Resource: everyFirewall })
      statementWith(statements, describeAction).Action = [describeAction, 'network-firewall:StartFlowFlush']
    })

    expect(found).toContainEqual(
      expect.objectContaining({ kind: 'EXTRA', action: 'network-firewall:StartFlowFlush' }),
    )
    expect(found).toContainEqual(expect.objectContaining({ kind: 'EXTRA', action: 'sqs:DeleteMessage' }))
  })

  test('finds a permission on another resource than the one that is called', () => {
    const resource = everyFirewall.replace('*', 'another')
    const found = findingsWith(...pollRole, statements => {
      statementWith(statements, describeAction).Resource = resource
    })

    expect(found).toMatchObject([
      { kind: 'MISSING', action: describeAction },
      { kind: 'EXTRA', action: describeAction, resource },
    ])
  })

  test('finds a permission on a second resource that nobody calls', () => {
    const found = findingsWith(...startRole, statements => {
      const statement = statementWith(statements, 'states:StartExecution')
      const other = 'arn:aws:states:eu-west-1:123456789012:stateMachine:other'
      statement.Resource = [statement.Resource, other]
    })

    expect(found).toMatchObject([{ kind: 'EXTRA', action: 'states:StartExecution' }])
  })

  test.each([
    ['any resource', (statement: Statement) => (statement.Resource = '*')],
    ['any action', (statement: Statement) => (statement.Action = '*')],
    ['any action of a service', (statement: Statement) => (statement.Action = 'network-firewall:*')],
    [
      'any action that begins so',
      (statement: Statement) => (statement.Action = 'network-firewall:Describe*'),
    ],
    [
      'any account',
      (statement: Statement) => (statement.Resource = everyFirewall.replace('123456789012', '*')),
    ],
  ])('finds a wildcard for %s', (_what, widen) => {
    const found = findingsWith(...pollRole, statements => {
      widen(statementWith(statements, describeAction))
    })

    expect(found).toContainEqual(expect.objectContaining({ kind: 'WILDCARD' }))
  })

  test('finds a right on the key that is bound to nothing', () => {
    const found = findingsWith(...pollRole, statements => {
      delete statementWith(statements, 'kms:Decrypt').Condition
    })

    expect(found).toMatchObject([{ kind: 'UNBOUND', action: 'kms:Decrypt' }])
  })

  test('refuses to pass over what it cannot judge', () => {
    const deny = () =>
      findingsWith(...pollRole, statements => {
        statements.push({ Effect: 'Deny', Action: 'sqs:SendMessage', Resource: '*' })
      })
    const call = { service: 'sqs', operation: 'PurgeQueue', body: {} } as unknown as RecordedRequest
    const { stack } = runs['pollOperation'] as FunctionRun

    expect(deny).toThrow('not checked here')
    expect(() => rightsOfCalls([call], stack.place)).toThrow('sqs.PurgeQueue')
  })
})

test('the check of carried calls finds those that no scenario tried, and those it cannot see', () => {
  const findings = carriedFindings(['sns:Publish', 'sns:Subscribe'], ['sns:Publish', 'sqs:SendMessage'], [])

  expect(findings).toEqual([
    { kind: 'NOT TRIED', action: 'sns:Subscribe' },
    { kind: 'NOT FOUND', action: 'sqs:SendMessage' },
  ])
})
