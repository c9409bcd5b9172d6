import { z } from 'zod'
import { oneZone, text } from './requestRules.ts'

/**
 * Request shapes of the flow operations, with the lengths and patterns of the public service model
 * `network-firewall/2020-11-12`. Members are in PascalCase, as on the wire; members it does not know are ignored,
 * as services that speak AWS JSON do.
 */
const arn = text({ min: 1, max: 256, pattern: /^arn:aws.*/ })
const flowOperationId = text({
  min: 36,
  max: 36,
  pattern: /^([0-9a-f]{8})-([0-9a-f]{4}-){3}([0-9a-f]{12})$/,
})
const vpcEndpointId = text({ min: 5, max: 256, pattern: /^vpce-[a-zA-Z0-9]*$/ })

const address = z.object({
  AddressDefinition: text({ min: 1, max: 255, pattern: /^([a-fA-F\d:.]+($|\/\d{1,3}))$/ }),
})
const port = text({ min: 1, max: 1024, pattern: /^.*$/ })
const protocol = text({ min: 1, max: 12, pattern: /^.*$/ })

const flowFilter = z.object({
  SourceAddress: address.optional(),
  DestinationAddress: address.optional(),
  SourcePort: port.optional(),
  DestinationPort: port.optional(),
  Protocols: z.array(protocol).optional(),
})

const selectors = {
  AvailabilityZone: z.string().optional(),
  AvailabilityZoneId: z.string().optional(),
  VpcEndpointAssociationArn: arn.optional(),
  VpcEndpointId: vpcEndpointId.optional(),
}

const page = {
  MaxResults: z.int().min(1).max(100).default(100),
  NextToken: text({ min: 1, max: 4096, pattern: /[0-9A-Za-z:/+=]+$/ }).optional(),
}

const operation = { FirewallArn: arn, ...selectors, FlowOperationId: flowOperationId }

export const startRequest = z
  .object({
    FirewallArn: arn,
    ...selectors,
    MinimumFlowAgeInSeconds: z.int32().optional(),
    FlowFilters: z.array(flowFilter).max(20),
  })
  .refine(...oneZone)

export const describeRequest = z.object(operation).refine(...oneZone)

export const listOperationsRequest = z
  .object({
    FirewallArn: arn,
    ...selectors,
    FlowOperationType: z.enum(['FLOW_FLUSH', 'FLOW_CAPTURE']).optional(),
    ...page,
  })
  .refine(...oneZone)

const firewallType = z.enum(['FIREWALL', 'IGW_FIREWALL'])

const resourceName = text({ min: 1, max: 128, pattern: /^[a-zA-Z0-9-]+$/ })

/** Documented, though no constraint of the service model: a firewall, and a policy, is named by its ARN, its name or both. */
const nameOrArn = 'you must specify the ARN or the name, and you can specify both'

export const describeFirewallRequest = z
  .object({
    FirewallName: resourceName.optional(),
    FirewallArn: arn.optional(),
    FirewallType: firewallType.optional(),
  })
  .refine(
    ({ FirewallName, FirewallArn }) => FirewallName !== undefined || FirewallArn !== undefined,
    nameOrArn,
  )

export const describeFirewallPolicyRequest = z
  .object({ FirewallPolicyName: resourceName.optional(), FirewallPolicyArn: arn.optional() })
  .refine(
    ({ FirewallPolicyName, FirewallPolicyArn }) =>
      FirewallPolicyName !== undefined || FirewallPolicyArn !== undefined,
    nameOrArn,
  )

export const listFirewallsRequest = z.object({
  VpcIds: z.array(text({ min: 1, max: 128, pattern: /^vpc-[0-9a-f]+$/ })).optional(),
  FirewallType: firewallType.optional(),
  ...page,
})

export const listAssociationsRequest = z.object({ FirewallArn: arn.optional(), ...page })

export const listResultsRequest = z.object({ ...operation, ...page }).refine(...oneZone)

/** What a script may set: the service never sends another form. */
export const scriptedAnswer = z.object({
  statusMessage: text({ min: 1, max: 256, pattern: /^[a-zA-Z0-9- ]+$/ }).optional(),
  flows: z
    .array(
      z.strictObject({
        SourceAddress: address.optional(),
        DestinationAddress: address.optional(),
        SourcePort: port.optional(),
        DestinationPort: port.optional(),
        Protocol: protocol.optional(),
        Age: z.int32().optional(),
        PacketCount: z.int32().optional(),
        ByteCount: z.int().optional(),
      }),
    )
    .optional(),
})

export type StartRequest = z.output<typeof startRequest>
export type DescribeRequest = z.output<typeof describeRequest>
export type ListOperationsRequest = z.output<typeof listOperationsRequest>
export type ListResultsRequest = z.output<typeof listResultsRequest>
export type DescribeFirewallRequest = z.output<typeof describeFirewallRequest>
export type DescribeFirewallPolicyRequest = z.output<typeof describeFirewallPolicyRequest>
export type ListFirewallsRequest = z.output<typeof listFirewallsRequest>
export type ListAssociationsRequest = z.output<typeof listAssociationsRequest>
export type FlowFilter = z.output<typeof flowFilter>
