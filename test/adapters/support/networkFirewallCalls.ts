import { networkFirewallFlowOperations } from '../../../functions/adapters/networkFirewall.ts'
import type { FlowOperations } from '../../../functions/ports.ts'
import type { LocalAws } from '../../../local/model/localAws.ts'
import type { AwsFault } from '../../../local/model/wire/faults.ts'
import { firewallClient } from '../../local/model/networkFirewallFixture.ts'
import { firewallArn, operationId } from './reports.ts'

/** The whole firewall: no selector. */
export const wholeFirewall = {
  firewallArn,
  availabilityZone: null,
  vpcEndpointAssociationArn: null,
  vpcEndpointId: null,
}
export const anOperation = { ...wholeFirewall, flowOperationId: operationId }

/** The adapter on a real client that talks to the model. */
export function flowOperations(local: LocalAws): FlowOperations {
  return networkFirewallFlowOperations(firewallClient(local))
}

/** A successful answer with this body. */
export function jsonAnswer(body: object): AwsFault {
  const headers = { 'content-type': 'application/x-amz-json-1.0' }
  return { kind: 'raw-answer', status: 200, headers, body: JSON.stringify(body) }
}
