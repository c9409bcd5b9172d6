import { type ChildProcess, spawn } from 'node:child_process'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type LocalAws, startLocalAws } from '../../../local/model/localAws.ts'
import { pythonProgram } from '../support/pythonTools.ts'
import { associationArn, firewallArn } from './requests.ts'

/** What botocoreClient.py prints. */
type Conversation = {
  readonly protocol: string
  readonly answers: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly invalid: Readonly<Record<string, string>>
  readonly errors: Readonly<Record<string, unknown>>
}

const maxSecondsOfPython = 60
const startMilliseconds = Date.UTC(2026, 10, 2, 9, 15, 4)
const unknownId = '00000000-0000-4000-8000-000000000000'

let local: LocalAws
let python: ChildProcess | undefined
let conversation: Conversation

beforeAll(async () => {
  local = await startLocalAws({ now: () => startMilliseconds })
  prepare(local)
  conversation = JSON.parse(await runPython(String(local.environment['AWS_ENDPOINT_URL']))) as Conversation
}, maxSecondsOfPython * 1000)

afterAll(async () => {
  python?.kill('SIGKILL')
  await local.close()
})

function prepare({ networkFirewall }: LocalAws): void {
  const endpointIdByZone = { 'eu-west-1a': 'vpce-0a1b2c3d4e5f67890' }
  networkFirewall.addFirewall({ firewallArn, endpointIdByZone, vpcEndpointAssociationArns: [associationArn] })
  networkFirewall.addFirewall({ firewallArn: firewallArn.replace('edge', 'branch'), endpointIdByZone: {} })
  const selectors = { AvailabilityZone: 'eu-west-1c' }
  const startedAtMilliseconds = startMilliseconds - 60_000
  const script = { durationSeconds: Infinity, finalStatus: 'COMPLETED' }
  networkFirewall.addOperation({ firewallArn, selectors, startedAtMilliseconds, script })
  networkFirewall.nextOperation({ durationSeconds: 0, finalStatus: 'COMPLETED', flowCount: 250 })
  const fault = {
    kind: 'aws-error',
    httpStatus: 500,
    errorType: 'InternalServerError',
    message: 'synthetic',
  } as const
  networkFirewall.failNext({ operation: 'ListFirewalls', after: 2, fault })
}

/** Not synchronously: the model answers from this process. */
function runPython(endpoint: string): Promise<string> {
  const script = path.join(import.meta.dirname, 'botocoreClient.py')
  const child = spawn(pythonProgram('moto', 'python'), [script], {
    env: {},
    stdio: ['pipe', 'pipe', 'inherit'],
    timeout: maxSecondsOfPython * 1000,
  })
  python = child
  child.stdin.end(JSON.stringify({ endpoint, firewallArn, unknownId }))
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', code =>
      code === 0 ? resolve(output) : reject(new Error(`python ended with ${code}`)),
    )
  })
}

test('botocore speaks the same protocol to the local model as the shipped SDK', () => {
  expect(conversation.protocol).toBe('json')
})

test('botocore finds nothing in the answers that its model does not have', () => {
  const operations = Object.keys(conversation.answers)

  expect(operations).toHaveLength(7)
  expect(conversation.invalid).toEqual(Object.fromEntries(operations.map(name => [name, ''])))
})

test('botocore reads a started and finished operation as it was', () => {
  const { StartFlowFlush, DescribeFlowOperation } = conversation.answers

  expect(StartFlowFlush).toMatchObject({ FirewallArn: firewallArn, FlowOperationStatus: 'IN_PROGRESS' })
  expect(DescribeFlowOperation).toMatchObject({
    FlowOperationId: StartFlowFlush?.['FlowOperationId'],
    FlowOperationType: 'FLOW_FLUSH',
    FlowOperationStatus: 'COMPLETED',
    FlowOperation: { FlowFilters: [{ Protocols: ['6'] }] },
  })
})

test("botocore's paginators read every page, and none twice", () => {
  const { ListFlowOperations, ListFlowOperationResults, ListFirewalls, ListVpcEndpointAssociations } =
    conversation.answers

  expect(ListFlowOperations).toMatchObject({
    FlowOperations: [
      { FlowOperationStatus: 'COMPLETED' },
      { FlowOperationStatus: 'IN_PROGRESS', FlowRequestTimestamp: startMilliseconds / 1000 - 59 },
    ],
  })
  expect(ListFlowOperationResults?.['Flows']).toHaveLength(250)
  expect(ListFirewalls).toMatchObject({ Firewalls: [{ FirewallName: 'edge' }, { FirewallName: 'branch' }] })
  expect(ListVpcEndpointAssociations).toEqual({
    VpcEndpointAssociations: [{ VpcEndpointAssociationArn: associationArn }],
  })
})

test("botocore knows each of the model's errors by its class", () => {
  expect(conversation.errors).toMatchObject({
    'no such operation': { code: 'ResourceNotFoundException', modelled: true, status: 400 },
    'slot taken': { code: 'ThrottlingException', modelled: true, status: 400 },
    'missing member': { code: 'InvalidRequestException', modelled: true, status: 400 },
    'planned fault': { code: 'InternalServerError', modelled: true, status: 500, message: 'synthetic' },
  })
})
