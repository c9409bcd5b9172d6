import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import {
  type LambdaProperties,
  packageStack,
  projectRoot,
  type RoleProperties,
  type StateMachineProperties,
  type Statement,
  type Template,
} from './packageStack.ts'
import { unzip } from './unzip.ts'

/** Beside its own log, this is all that each function may do. */
const allowedActions = {
  startWatch: [
    'states:StartExecution',
    'network-firewall:ListFlowOperations',
    'logs:CreateLogStream',
    'logs:PutLogEvents',
    'sqs:SendMessage',
  ],
  pollOperation: ['network-firewall:DescribeFlowOperation'],
  collectResults: ['network-firewall:ListFlowOperationResults'],
  composeNotice: [],
  recordAudit: ['logs:CreateLogStream', 'logs:PutLogEvents'],
  deliverNotification: ['sns:Publish', 'secretsmanager:GetSecretValue', 'events:PutEvents'],
  parkNotification: ['sqs:SendMessage'],
}
const functionNames = Object.keys(allowedActions)

let folder: string
let template: Template

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'flowbell-package-'))
  template = packageStack(folder)
}, 60_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

const properties = <T>(logicalId: string) => template.Resources[logicalId]?.Properties as T
const idOf = (functionName: string) => functionName.charAt(0).toUpperCase() + functionName.slice(1)
const lambda = (functionName: string) => properties<LambdaProperties>(`${idOf(functionName)}LambdaFunction`)
const idsOfType = (type: string) =>
  Object.entries(template.Resources).flatMap(([id, resource]) => (resource.Type === type ? [id] : []))

function statementsOf(role: string): Statement[] {
  const { Policies } = properties<RoleProperties>(role)
  return Policies.flatMap(policy => policy.PolicyDocument.Statement).map(statement =>
    'Fn::If' in statement ? statement['Fn::If'][1] : statement,
  )
}

describe('the state machine', () => {
  const definition = () =>
    readFileSync(path.join(projectRoot, 'statemachines/watch-flow-operation.asl'), 'utf8')
  const machine = () => properties<StateMachineProperties>('WatchStateMachine')

  test('is packaged byte for byte: the framework would delete every null of a parsed definition', () => {
    expect(machine().DefinitionString).toBe(definition())
  })

  test('has a substitution for each placeholder, and none to spare', () => {
    const placeholders = [...definition().matchAll(/\$\{(\w+)\}/g)].map(match => String(match[1]))

    expect(Object.keys(machine().DefinitionSubstitutions).sort()).toEqual([...new Set(placeholders)].sort())
  })

  test('puts each function where its name stands', () => {
    for (const [name, target] of Object.entries(machine().DefinitionSubstitutions)) {
      expect(target).toEqual({ 'Fn::GetAtt': [name.replace(/FunctionArn$/, 'LambdaFunction'), 'Arn'] })
    }
  })

  test('may invoke the functions it names, in every version, and nothing else', () => {
    const invoked = statementsOf('WatchStateMachineRole').find(
      ({ Action }) => Action === 'lambda:InvokeFunction',
    )
    const expected = Object.values(machine().DefinitionSubstitutions).flatMap(target => [
      target,
      { 'Fn::Sub': `\${${(target as { 'Fn::GetAtt': string[] })['Fn::GetAtt'].join('.')}}:*` },
    ])

    expect(invoked?.Resource).toEqual(expected)
  })
})

describe('the functions', () => {
  test('are the handler files, under the same names', () => {
    const files = readdirSync(path.join(projectRoot, 'functions/handlers')).map(file => path.parse(file).name)

    expect(files.sort()).toEqual([...functionNames].sort())
    expect(idsOfType('AWS::Lambda::Function').sort()).toEqual(
      functionNames.map(name => `${idOf(name)}LambdaFunction`).sort(),
    )
  })

  test.each(functionNames)('%s runs on Node.js 24 on arm64', name => {
    expect(lambda(name)).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'] })
  })

  test.each(Object.entries(allowedActions))(
    '%s has a role of its own that allows its calls only',
    (name, actions) => {
      const ownLog = { 'Fn::GetAtt': [`${idOf(name)}LogGroup`, 'Arn'] }
      const statements = statementsOf(`${idOf(name)}Role`)
      const others = statements.filter(({ Resource }) => JSON.stringify(Resource) !== JSON.stringify(ownLog))

      expect(lambda(name).Role).toEqual({ 'Fn::Sub': `\${${idOf(name)}Role.Arn}` })
      expect(statements.length - others.length).toBe(1)
      expect(others.flatMap(({ Action }) => Action)).toEqual(actions)
      expect(others.map(({ Resource }) => Resource)).not.toContain('*')
    },
  )

  test('get Flowbell settings only, and startWatch alone the state machine', () => {
    const shared = [
      'FLOWBELL_AUDIT_LOG_GROUP',
      'FLOWBELL_DEAD_LETTER_QUEUE_URL',
      'FLOWBELL_EVENT_BUS_NAME',
      'FLOWBELL_OVERDUE_MINUTES',
      'FLOWBELL_SLACK_SECRET_ARN',
      'FLOWBELL_TOPIC_ARN',
    ]
    for (const name of functionNames) {
      const expected = name === 'startWatch' ? [...shared, 'FLOWBELL_STATE_MACHINE_ARN'].sort() : shared
      expect(Object.keys(lambda(name).Environment.Variables).sort()).toEqual(expected)
    }
  })

  test('load from their zips as Lambda loads them, with nothing installed and nothing set', () => {
    const modules = functionNames.map(name => {
      const root = path.join(folder, 'unzipped', name)
      const module = lambda(name).Handler.replace(/\.handler$/, '.mjs')
      const packed = unzip(path.join(folder, `${name}.zip`), root)
      expect(packed).toContain(module)
      expect(packed.filter(file => !file.startsWith(`.build/${name}/`) || !file.endsWith('.mjs'))).toEqual([])
      return pathToFileURL(path.join(root, module)).href
    })

    // Node.js 24 on Lambda refuses a handler with three parameters, the callback style.
    const script = `for (const file of ${JSON.stringify(modules)}) {
      const { handler } = await import(file)
      if (typeof handler !== 'function' || handler.length > 2) throw new Error(file)
    }`
    execFileSync(process.execPath, ['--input-type=module', '--eval', script], { env: {}, stdio: 'pipe' })
  })
})

describe('the event rule', () => {
  interface RuleProperties {
    EventPattern: unknown
    Targets: { Arn: unknown; DeadLetterConfig: { Arn: unknown }; RetryPolicy: unknown }[]
  }
  const rule = () => properties<RuleProperties>('FlowOperationStartedRule')

  test('matches the accepted starts and nothing else, above all not our own read calls', () => {
    expect(rule().EventPattern).toEqual({
      source: ['aws.network-firewall'],
      'detail-type': ['AWS API Call via CloudTrail'],
      detail: {
        eventSource: ['network-firewall.amazonaws.com'],
        eventName: ['StartFlowFlush', 'StartFlowCapture'],
        errorCode: [{ exists: false }],
      },
    })
  })

  test('loses no event: what cannot be handed over or started goes to a queue', () => {
    const queue = { 'Fn::GetAtt': ['StartEventDeadLetterQueue', 'Arn'] }

    expect(rule().Targets).toHaveLength(1)
    expect(rule().Targets[0]).toMatchObject({
      Arn: { 'Fn::GetAtt': ['StartWatchLambdaFunction', 'Arn'] },
      DeadLetterConfig: { Arn: queue },
    })
    expect(properties('StartWatchLambdaEvConf')).toMatchObject({
      DestinationConfig: { OnFailure: { Destination: queue } },
    })
  })

  test('alone may invoke startWatch', () => {
    expect(idsOfType('AWS::Lambda::Permission')).toEqual(['FlowOperationStartedPermission'])
    expect(properties('FlowOperationStartedPermission')).toMatchObject({
      Principal: 'events.amazonaws.com',
      SourceArn: { 'Fn::GetAtt': ['FlowOperationStartedRule', 'Arn'] },
    })
  })
})

describe('the template', () => {
  test('keeps the audit log when the stack is deleted or the group replaced', () => {
    expect(template.Resources['AuditLogGroup']).toMatchObject({
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: { RetentionInDays: 400 },
    })
  })

  test('names no credential', () => {
    const secret =
      /\b(AKIA|ASIA)[0-9A-Z]{16}|xox[a-z]-|hooks\.slack|secret_?access_?key|session_?token|PRIVATE KEY/i

    expect(JSON.stringify(template)).not.toMatch(secret)
  })

  test('names no partition, except in the service integrations that have only this one form', () => {
    const machineless = JSON.stringify({ ...template.Resources, WatchStateMachine: null })

    expect(machineless).not.toMatch(/arn:aws[a-z-]*:/)
  })

  test('puts out what a person needs next', () => {
    expect(template.Outputs).toMatchObject({
      NotificationTopicArn: { Value: { Ref: 'NotificationTopic' } },
      WatchStateMachineArn: { Value: { Ref: 'WatchStateMachine' } },
      AuditLogGroupName: { Value: { Ref: 'AuditLogGroup' } },
      NotificationDeadLetterQueueUrl: { Value: { Ref: 'NotificationDeadLetterQueue' } },
    })
  })
})
