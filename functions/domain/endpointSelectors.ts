import type { FlowOperation } from './flowOperation.ts'
import type { WatchRequest } from './watchRequest.ts'

/**
 * The answer names an endpoint only where the start call named nothing: else the commands in the message would be for other
 * connections than the start was. The selectors of a watch that the sweep began are those of a list, not of the start.
 */
export function endpointOf(watch: WatchRequest, operation: FlowOperation | null) {
  const { availabilityZone, availabilityZoneId, vpcEndpointId, vpcEndpointAssociationArn } = watch
  const selector = availabilityZone ?? availabilityZoneId ?? vpcEndpointId ?? vpcEndpointAssociationArn
  const answer = selector === null || watch.recoveredLate ? operation : null
  return {
    vpcEndpointId: vpcEndpointId ?? answer?.vpcEndpointId ?? null,
    vpcEndpointAssociationArn: vpcEndpointAssociationArn ?? answer?.vpcEndpointAssociationArn ?? null,
  }
}
