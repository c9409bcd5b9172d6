import { z } from 'zod'

/**
 * Request shapes of the flow operations, with the lengths and patterns of the public service model
 * `network-firewall/2020-11-12`. Members are in PascalCase, as on the wire.
 */
const arn = z
  .string()
  .min(1)
  .max(256)
  .regex(/^arn:aws.*/)
const flowOperationId = z
  .string()
  .length(36)
  .regex(/^([0-9a-f]{8})-([0-9a-f]{4}-){3}([0-9a-f]{12})$/)
const vpcEndpointId = z
  .string()
  .min(5)
  .max(256)
  .regex(/^vpce-[a-zA-Z0-9]*$/)

const address = z.object({
  AddressDefinition: z
    .string()
    .min(1)
    .max(255)
    .regex(/^([a-fA-F\d:.]+($|\/\d{1,3}))$/),
})
const port = z.string().min(1).max(1024)
const protocol = z.string().min(1).max(12)

const flowFilter = z.object({
  SourceAddress: address.optional(),
  DestinationAddress: address.optional(),
  SourcePort: port.optional(),
  DestinationPort: port.optional(),
  Protocols: z.array(protocol).optional(),
})

const selectors = {
  AvailabilityZone: z.string().optional(),
  VpcEndpointAssociationArn: arn.optional(),
  VpcEndpointId: vpcEndpointId.optional(),
}

const page = {
  MaxResults: z.int().min(1).max(100).default(100),
  NextToken: z
    .string()
    .min(1)
    .max(4096)
    .regex(/^[0-9A-Za-z:/+=]+$/)
    .optional(),
}

export const startRequest = z.object({
  FirewallArn: arn,
  ...selectors,
  MinimumFlowAgeInSeconds: z.int().optional(),
  FlowFilters: z.array(flowFilter).max(20),
})

export const describeRequest = z.object({
  FirewallArn: arn,
  ...selectors,
  FlowOperationId: flowOperationId,
})

export const listOperationsRequest = z.object({
  FirewallArn: arn,
  ...selectors,
  FlowOperationType: z.enum(['FLOW_FLUSH', 'FLOW_CAPTURE']).optional(),
  ...page,
})

export const listResultsRequest = z.object({ ...describeRequest.shape, ...page })

/** Checks the text that a script sets: the service never sends another form. */
export const statusMessage = z
  .string()
  .min(1)
  .max(256)
  .regex(/^[a-zA-Z0-9- ]+$/)

export type StartRequest = z.output<typeof startRequest>
export type DescribeRequest = z.output<typeof describeRequest>
export type ListOperationsRequest = z.output<typeof listOperationsRequest>
export type ListResultsRequest = z.output<typeof listResultsRequest>
export type FlowFilter = z.output<typeof flowFilter>
