import type { OperationScript } from '../../../local/model/networkFirewall/flowOperation.ts'
import type { RecordedAnswer } from './answerFindings.ts'
import type { ServiceModel } from './botocoreModel.ts'
import { Recording } from './recording.ts'
import { associationArn, firewallArn, startRequest } from './requests.ts'

const secondsOfMemory = 43_200

/** Every way to say which part of a firewall an operation covers. */
const selections: Readonly<Record<string, object>> = {
  'the whole firewall': {},
  'a zone by name': { AvailabilityZone: 'eu-west-1a' },
  'a zone by id': { AvailabilityZoneId: 'euw1-az1' },
  'an endpoint': { VpcEndpointId: 'vpce-0a1b2c3d4e5f67890' },
  'an association': { VpcEndpointAssociationArn: associationArn },
}

/** Every way in which an operation ends. The flows are synthetic. */
const scripts: Readonly<Record<string, OperationScript>> = {
  'COMPLETED with two pages of flows': { durationSeconds: 30, finalStatus: 'COMPLETED', flowCount: 150 },
  'COMPLETED without flows': { durationSeconds: 30, finalStatus: 'COMPLETED' },
  'COMPLETED with flows of few members': {
    durationSeconds: 30,
    finalStatus: 'COMPLETED',
    flows: [{}, { Protocol: '6' }, { SourceAddress: { AddressDefinition: '2001:db8::1/128' }, ByteCount: 0 }],
  },
  COMPLETED_WITH_ERRORS: {
    durationSeconds: 30,
    finalStatus: 'COMPLETED_WITH_ERRORS',
    statusMessage: 'Flow timeout',
    flowCount: 3,
  },
  FAILED: { durationSeconds: 30, finalStatus: 'FAILED', statusMessage: 'Flow operation error' },
}

/** Runs the local model through every situation it knows for flow operations, and keeps what it answered. */
export function recordedFlowAnswers(model: ServiceModel): Promise<readonly RecordedAnswer[]> {
  return Recording.of(model, async recording => {
    for (const [name, script] of Object.entries(scripts)) await recordLife(recording, name, script)
    for (const [name, selectors] of Object.entries(selections))
      await recordSelection(recording, name, selectors)
    await recordPagesOfOperations(recording)
    await recordErrors(recording)
  })
}

/** One flush from its start until after it is forgotten. */
async function recordLife(recording: Recording, name: string, script: OperationScript): Promise<void> {
  recording.local.networkFirewall.nextOperation(script)
  const { body } = await recording.record(`started: ${name}`, 'StartFlowFlush', startRequest)
  const operation = { FirewallArn: firewallArn, FlowOperationId: body['FlowOperationId'] }
  const list = { FirewallArn: firewallArn, MaxResults: 2 }
  for (const [moment, seconds] of [
    ['at once', 0],
    ['in progress', 5],
    ['final', 30],
    ['forgotten', secondsOfMemory],
  ] as const) {
    recording.passSeconds(seconds)
    await recording.record(`${moment}: ${name}`, 'DescribeFlowOperation', operation)
    await recording.recordPages(`${moment}: ${name}`, 'ListFlowOperations', list)
    await recording.recordPages(`${moment}: ${name}`, 'ListFlowOperationResults', operation)
  }
}

/** One capture of one part of the firewall, with as little given as possible. */
async function recordSelection(recording: Recording, name: string, selectors: object): Promise<void> {
  recording.local.networkFirewall.nextOperation({
    durationSeconds: 0,
    finalStatus: 'COMPLETED',
    flowCount: 1,
  })
  const start = { FirewallArn: firewallArn, FlowFilters: [], ...selectors }
  const { body } = await recording.record(name, 'StartFlowCapture', start)
  recording.passSeconds(5)
  const { FlowFilters: _filters, ...part } = start
  const operation = { ...part, FlowOperationId: body['FlowOperationId'] }
  await recording.record(name, 'DescribeFlowOperation', operation)
  await recording.recordPages(name, 'ListFlowOperations', { ...part, MaxResults: 1 })
  await recording.recordPages(name, 'ListFlowOperationResults', operation)
}

/** All operations of the selections together, page by page. */
async function recordPagesOfOperations(recording: Recording): Promise<void> {
  const list = { FirewallArn: firewallArn, MaxResults: 2 }
  await recording.recordPages('several operations', 'ListFlowOperations', list)
  const captures = { ...list, FlowOperationType: 'FLOW_CAPTURE' }
  await recording.recordPages('several captures', 'ListFlowOperations', captures)
  const flushes = { ...list, FlowOperationType: 'FLOW_FLUSH' }
  await recording.recordPages('no flush', 'ListFlowOperations', flushes)
}

async function recordErrors(recording: Recording): Promise<void> {
  const { networkFirewall } = recording.local
  const slot = { ...startRequest, AvailabilityZone: 'eu-west-1c' }
  networkFirewall.nextOperation({ durationSeconds: Infinity, finalStatus: 'COMPLETED' })
  await recording.record('the slot is free', 'StartFlowFlush', slot)
  await recording.record('the slot is taken', 'StartFlowFlush', slot)
  await recording.record('the slot is taken', 'StartFlowCapture', slot)
  const strangerToken = { FirewallArn: firewallArn, NextToken: 'YWJj' }
  await recording.record("another list's token", 'ListFlowOperations', strangerToken)
  const requests: Readonly<Record<string, object>> = {
    StartFlowFlush: startRequest,
    StartFlowCapture: startRequest,
    DescribeFlowOperation: { FirewallArn: firewallArn, FlowOperationId: unknownOperationId },
    ListFlowOperations: { FirewallArn: firewallArn },
    ListFlowOperationResults: { FirewallArn: firewallArn, FlowOperationId: unknownOperationId },
  }
  for (const [operation, request] of Object.entries(requests)) {
    await recording.record('nothing given', operation, {})
    await recording.record('as it is', operation, request)
  }
  networkFirewall.limitCallsPerSecond(0)
  for (const [operation, request] of Object.entries(requests)) {
    await recording.record('too many calls', operation, request)
  }
}

const unknownOperationId = '00000000-0000-4000-8000-000000000000'
