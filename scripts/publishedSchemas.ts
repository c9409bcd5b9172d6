import * as z from 'zod/mini'
import { FirewallTag, ZoneCoverage, ZoneCoverageState } from '../functions/domain/firewallContext.ts'
import { FlowFilter, FlowOperationDetails } from '../functions/domain/flowOperation.ts'
import { Outcome, Severity } from '../functions/domain/outcome.ts'
import { FlowOperationReport, WatchFailure } from '../functions/domain/report.ts'
import { PortTalker, Talker } from '../functions/domain/resultsCollection.ts'
import { RouteTarget, RoutingDocument } from '../functions/domain/routingDocument.ts'
import { FlowOperationType, Refusal, SlotHolder, StartedBy } from '../functions/domain/watchRequest.ts'
import { partDescriptions, reportDescriptions } from './documentDescriptions.ts'
import { routingDescriptions, routingPartDescriptions } from './routingDescriptions.ts'

type JsonSchema = { [key: string]: unknown; properties?: Record<string, JsonSchema> }
type Descriptions = Readonly<Record<string, string>>

/** A schema that stands in `$defs` under its name. */
type Part = readonly [name: string, title: string, schema: z.ZodMiniType]

const reportParts: readonly Part[] = [
  ['Outcome', 'How a watch ended', Outcome],
  ['Severity', 'How urgent a message is', Severity],
  ['FlowOperationType', 'Flush or capture', FlowOperationType],
  ['StartedBy', 'Who made the start call', StartedBy],
  ['FlowOperationDetails', 'What the operation was to take', FlowOperationDetails],
  ['FlowFilter', 'One filter', FlowFilter],
  ['Address', 'An address as the service writes it', inner(FlowFilter.shape.SourceAddress)],
  ['ResultsSummary', 'What the operation took', inner(FlowOperationReport.shape.results)],
  ['Talker', 'An address and what its flows add up to', Talker],
  ['PortTalker', 'A destination port and what its flows add up to', PortTalker],
  ['Refusal', 'Why the service refused a start', Refusal],
  ['WatchFailure', 'Why a watch failed', WatchFailure],
  ['SlotHolder', 'The operation that was running where a start was refused', SlotHolder],
  ['ZoneCoverage', 'How far a zone is flushed', ZoneCoverage],
  ['ZoneCoverageState', 'What is known of a zone', ZoneCoverageState],
  ['FirewallTag', 'A tag of the firewall', FirewallTag],
]

const route = RoutingDocument.shape.routes.def.element
const [slackTarget, snsTarget, eventBridgeTarget, teamsTarget] = RouteTarget.def.options
const routingParts: readonly Part[] = [
  ['Outcome', 'How a watch ended', Outcome],
  ['Severity', 'How urgent a message is', Severity],
  ['FlowOperationType', 'Flush or capture', FlowOperationType],
  ['Route', 'A way that messages take', route],
  ['Conditions', 'What a route asks for', inner(route.shape.when)],
  ['SlackTarget', 'A Slack channel', slackTarget],
  ['SnsTarget', 'An SNS topic', snsTarget],
  ['EventBridgeTarget', 'The event bus', eventBridgeTarget],
  ['TeamsTarget', 'Microsoft Teams', teamsTarget],
]

/** The JSON Schemas of `schemas/`, by file name, made from the schemas that the functions themselves read by. */
export function publishedSchemas(): Readonly<Record<string, JsonSchema>> {
  return {
    'flow-operation-report.v1.schema.json': reportSchema(),
    'routing.v1.schema.json': routingSchema(),
  }
}

/** What is sent has every member; a reader is to pass over members that a later version adds. */
function reportSchema(): JsonSchema {
  const { $schema, ...schema } = jsonSchema(FlowOperationReport, reportParts, 'output')
  return {
    $schema,
    $id: 'urn:flowbell:schema:flow-operation-report:v1',
    title: 'Flow operation report',
    description:
      'How one flow operation of AWS Network Firewall ended, or that it is overdue. Absent values are null, never left out. Times are ISO 8601 in UTC with milliseconds. Members may be added; a reader passes over those that it does not know.',
    ...described(schema, reportDescriptions, partDescriptions),
  }
}

/** What may be given: members with a default may be left out, unknown ones are mistakes. */
function routingSchema(): JsonSchema {
  const { $schema, ...schema } = jsonSchema(RoutingDocument, routingParts, 'input')
  return {
    $schema,
    $id: 'urn:flowbell:schema:routing:v1',
    title: 'Flowbell routing',
    description: 'Who hears of what: which outcomes of which firewalls go to which Slack channel or topic.',
    ...described(schema, routingDescriptions, routingPartDescriptions),
  }
}

function jsonSchema(schema: z.ZodMiniType, parts: readonly Part[], io: 'input' | 'output'): JsonSchema {
  const metadata = z.registry<{ id: string; title: string }>()
  for (const [id, title, part] of parts) part.register(metadata, { id, title })
  return z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io,
    metadata,
    override: io === 'output' ? leaveOpen : () => undefined,
  }) as JsonSchema
}

/** The defaults are for documents of earlier versions, which are read and never sent. */
function leaveOpen({
  jsonSchema: part,
}: {
  jsonSchema: { default?: unknown; additionalProperties?: unknown }
}) {
  delete part.default
  if (part.additionalProperties === false) delete part.additionalProperties
}

function described(
  schema: JsonSchema,
  members: Descriptions,
  parts: Readonly<Record<string, Descriptions>>,
): JsonSchema {
  const definitions = schema['$defs'] as Record<string, JsonSchema>
  describeMembers(schema, members)
  for (const [name, part] of Object.entries(definitions)) {
    delete part['id']
    if (part.properties) describeMembers(part, parts[name] ?? {})
  }
  return schema
}

/** Throws TypeError for a member that nobody has described. */
function describeMembers(schema: JsonSchema, descriptions: Descriptions): void {
  for (const [name, member] of Object.entries(schema.properties ?? {})) {
    const description = descriptions[name]
    if (description === undefined) throw new TypeError(`the member ${name} has no description`)
    member['description'] = description
  }
}

/** The schema behind `nullable`, `optional` or a default. */
function inner<Inner>(schema: { readonly def: { readonly innerType: Inner } }): Inner {
  return schema.def.innerType
}
