import { readFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, expect, test } from '@jest/globals'
import {
  actionsOf,
  ofType,
  type PrintedStack,
  printedStack,
  resourceStatements,
  roleStatements,
} from './support/printedStack.ts'

let stack: PrintedStack
beforeAll(() => {
  stack = printedStack()
}, 120_000)

const allowed = () => roleStatements(stack).filter(([, { Effect }]) => Effect === 'Allow')

test('T3: no other account and no other resource can make a service act for this stack', () => {
  const permissions = ofType(stack, 'AWS::Lambda::Permission')
  expect(permissions.length).toBeGreaterThan(0)
  for (const [name, { SourceAccount, SourceArn }] of permissions) {
    expect({ name, bound: SourceAccount !== undefined && SourceArn !== undefined }).toEqual({
      name,
      bound: true,
    })
  }
  const lettingIn = resourceStatements(stack).filter(([, { Effect }]) => Effect === 'Allow')
  expect(lettingIn.length).toBeGreaterThan(0)
  for (const [name, { Condition = {} }] of lettingIn) {
    const keys = Object.values(Condition).flatMap(condition => Object.keys(condition))
    expect({ name, keys }).toEqual({
      name,
      keys: expect.arrayContaining(['aws:SourceAccount', 'aws:SourceArn']),
    })
  }
})

test('T32: Flowbell starts no flow operation and changes no firewall, role or log', () => {
  const actions = allowed().flatMap(([role, statement]) =>
    actionsOf(statement).map(action => `${role} ${action}`),
  )
  const harmful =
    /:(?:Start(?!Execution)|Update|Associate|Disassociate|Attach|Detach|PassRole|Put(?!LogEvents|Events|TraceSegments|TelemetryRecords|Metric)|Delete(?!LogDelivery)|Create(?!LogStream|LogDelivery|Grant)|\*)/
  const needed = [
    'WatchStateMachineRole logs:UpdateLogDelivery',
    'WatchStateMachineRole logs:PutResourcePolicy',
  ]
  expect(actions.filter(action => harmful.test(action) && !needed.includes(action))).toEqual([])
  expect(actions.length).toBeGreaterThan(40)
})

test('T33: a right on everything is given only where the service knows nothing smaller', () => {
  const onEverything = allowed()
    .filter(([, { Resource }]) => [Resource].flat().includes('*'))
    .flatMap(([, statement]) => actionsOf(statement))
  const withoutResources =
    /^(?:xray:|logs:[A-Za-z]*(?:LogDelivery|LogDeliveries|ResourcePolicy|ResourcePolicies|LogGroups)$|network-firewall:List(?:Firewalls|VpcEndpointAssociations)$)/
  expect(onEverything.filter(action => !withoutResources.test(action))).toEqual([])
})

test('T34: only the function that delivers may read secrets, and only composing reads the routes', () => {
  const readers = (action: RegExp) => [
    ...new Set(
      allowed().flatMap(([role, statement]) =>
        actionsOf(statement).some(each => action.test(each)) ? [role] : [],
      ),
    ),
  ]
  expect(readers(/^secretsmanager:/)).toEqual(['DeliverNotificationRole'])
  expect(readers(/^ssm:/)).toEqual(['ComposeNoticeRole'])
  expect(readers(/^sns:Publish$/)).toEqual(['DeliverNotificationRole'])
})

test('T35: everything is encrypted at rest, and nothing is taken without TLS', () => {
  const keys: Readonly<Record<string, string>> = {
    'AWS::SQS::Queue': 'KmsMasterKeyId',
    'AWS::SNS::Topic': 'KmsMasterKeyId',
    'AWS::Logs::LogGroup': 'KmsKeyId',
  }
  for (const [type, key] of Object.entries(keys)) {
    const resources = ofType(stack, type)
    expect(resources.length).toBeGreaterThan(0)
    expect(resources.filter(([, properties]) => properties[key] === undefined).map(([name]) => name)).toEqual(
      [],
    )
  }
  const refusing = resourceStatements(stack).filter(
    ([, { Effect, Condition }]) =>
      Effect === 'Deny' && Condition?.['Bool']?.['aws:SecureTransport'] === 'false',
  )
  const stores = [...ofType(stack, 'AWS::SQS::Queue'), ...ofType(stack, 'AWS::SNS::Topic')]
  expect(refusing.length).toBe(stores.length)
})

test('T36: what an execution knows of people and addresses is not written to its log', () => {
  const machines = ofType(stack, 'AWS::StepFunctions::StateMachine')
  expect(machines.length).toBe(1)
  for (const [, { LoggingConfiguration }] of machines) {
    expect(LoggingConfiguration).toMatchObject({ Level: 'ALL', IncludeExecutionData: false })
  }
})

test('T37: the stack holds no secret, only the ARN of one', () => {
  const text = JSON.stringify(stack)
  expect(text).not.toMatch(/xox[abp]-|hooks\.slack\.com\/services\/T|AKIA[0-9A-Z]{16}|"SecretString"/)
  for (const [, properties] of ofType(stack, 'AWS::SecretsManager::Secret')) {
    expect(Object.keys(properties)).not.toContain('SecretString')
  }
  const names = Object.keys(stack.provider.environment)
  expect(names.filter(name => /TOKEN|PASSWORD|WEBHOOK|SECRET(?!_ARN$)/.test(name))).toEqual([])
})

test('T38: nobody from outside can call anything of the stack', () => {
  const types = Object.values(stack.resources.Resources).map(({ Type }) => Type)
  expect(
    types.filter(type =>
      /^AWS::(?:ApiGateway|Lambda::Url|ElasticLoadBalancing|CloudFront|AppSync)/.test(type),
    ),
  ).toEqual([])
  expect(
    Object.entries(stack.functions).filter(
      ([, each]) => 'url' in each || JSON.stringify(each).includes('http'),
    ),
  ).toEqual([])
  expect(Object.keys(stack.functions).length).toBe(9)
})

test('T39: a flood of operations cannot take the concurrency of the whole account', () => {
  const unbounded = Object.keys(stack.functions).filter(name => {
    const logicalId = `${name.charAt(0).toUpperCase()}${name.slice(1)}LambdaFunction`
    const { ReservedConcurrentExecutions: reserved } = stack.resources.extensions[logicalId]?.Properties ?? {}
    const [condition, most] =
      (reserved as { readonly 'Fn::If'?: readonly unknown[] } | undefined)?.['Fn::If'] ?? []
    return condition !== 'ReservesConcurrency' || typeof most !== 'number'
  })
  expect(unbounded).toEqual([])
})

test('T40: the state machine calls nothing but the functions of this stack', () => {
  const file = path.resolve(import.meta.dirname, '../../statemachines/watch-flow-operation.asl')
  const tasks = tasksIn(JSON.parse(readFileSync(file, 'utf8')))
  expect(tasks.length).toBeGreaterThan(8)
  for (const { Resource, Parameters } of tasks) {
    expect(Resource).toBe('arn:aws:states:::lambda:invoke')
    expect(Parameters?.FunctionName).toMatch(/^\$\{\w+FunctionArn\}$/)
  }
})

test('T41: what proves how an operation ended outlives the stack', () => {
  const kept = ['AuditLogGroup', 'NotificationDeadLetterQueue', 'StartEventDeadLetterQueue']
  const policies = kept.map(
    name => (stack.resources.Resources[name] as { readonly DeletionPolicy?: string }).DeletionPolicy,
  )
  expect(policies).toEqual(['Retain', 'Retain', 'Retain'])
})

type Task = { readonly Resource?: string; readonly Parameters?: { readonly FunctionName?: string } }

function tasksIn(value: unknown): Task[] {
  if (typeof value !== 'object' || value === null) return []
  const own = 'Type' in value && value.Type === 'Task' ? [value as Task] : []
  return [...own, ...Object.values(value).flatMap(tasksIn)]
}
