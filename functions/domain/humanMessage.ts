import { inertText } from './inertText.ts'
import { meaningOf } from './meaning.ts'
import type { Outcome } from './outcome.ts'
import type { FlowOperationReport } from './report.ts'
import type { Talker } from './resultsCollection.ts'
import {
  bytesInWords,
  durationInWords,
  filterInWords,
  minimumAgeInWords,
  plural,
  startedByInWords,
} from './words.ts'

/** A label in our words and a value that may hold foreign text, made inert but not yet escaped for a channel. */
export type Fact = { readonly label: string; readonly value: string }

/**
 * What a person is told, in the order of reading on a phone; each channel renders it in its own form.
 * `meaning` and `nextSteps` are our own words; everything else may hold foreign text.
 */
export type HumanMessage = {
  readonly icon: string
  readonly headline: string
  readonly facts: readonly Fact[]
  readonly meaning: string
  readonly nextSteps: readonly string[]
  readonly filters: readonly string[]
  readonly topSources: readonly string[]
  readonly topDestinations: readonly string[]
  readonly consoleUrl: string | null
}

const maxValueCharacters = 300
const maxNameCharacters = 128
const maxFiltersShown = 10

/** Writes the message for any notice. */
export function humanMessage(document: FlowOperationReport): HumanMessage {
  return {
    icon: iconOf(document),
    headline: headlineOf(document),
    facts: factsOf(document),
    ...meaningOf(document),
    filters: filtersOf(document),
    topSources: talkersOf(document.results?.topSources),
    topDestinations: talkersOf(document.results?.topDestinations),
    consoleUrl: consoleUrlOf(document),
  }
}

const iconByOutcome: Record<Outcome, string> = {
  COMPLETED: '✅',
  COMPLETED_WITH_ERRORS: '🟠',
  FAILED: '🔴',
  REFUSED: '🚫',
  EXPIRED: '⚪',
  TIMED_OUT: '🔴',
  UNKNOWN: '❔',
  WATCH_FAILED: '🔴',
}

function iconOf({ outcome, notice }: FlowOperationReport): string {
  if (outcome !== null) return iconByOutcome[outcome]
  return notice === 'OVERDUE' ? '🟠' : '⏳'
}

/** "Flow flush" or "Flow capture". */
export function operationInWords({
  flowOperationType,
}: Pick<FlowOperationReport, 'flowOperationType'>): string {
  if (flowOperationType === null) return 'Flow operation'
  return flowOperationType === 'FLOW_FLUSH' ? 'Flow flush' : 'Flow capture'
}

/** The outcome in capitals as the documents have it, or OVERDUE, or RUNNING. */
export function stateInWords({ outcome, notice }: FlowOperationReport): string {
  return outcome ?? (notice === 'OVERDUE' ? 'OVERDUE' : 'RUNNING')
}

function headlineOf(document: FlowOperationReport): string {
  const firewall = inertText(document.firewallName ?? 'unknown firewall', maxNameCharacters)
  const zone = document.availabilityZone ? ` in ${inertText(document.availabilityZone, 64)}` : ''
  return `${operationInWords(document)} ${stateInWords(document)} on ${firewall}${zone}`
}

function factsOf(document: FlowOperationReport): Fact[] {
  const facts: (readonly [string, string | null])[] = [
    ['Firewall', document.firewallName],
    ['Availability Zone', document.availabilityZone],
    ['VPC endpoint', document.vpcEndpointId],
    ['VPC endpoint association', document.vpcEndpointAssociationArn],
    ['Account and Region', joined(document.accountId, document.region)],
    ['Result', resultInWords(document)],
    ['Status message', document.statusMessage],
    [
      'Refused because',
      document.refusal && joined(document.refusal.errorCode, document.refusal.errorMessage),
    ],
    ['Running there now', slotHolderInWords(document)],
    ['Watch failed because', document.failure && joined(document.failure.error, document.failure.message)],
    ['Minimum flow age', document.flowOperation && minimumAgeInWords(document.flowOperation)],
    ['Started by', startedByInWords(document.startedBy)],
    ['Found by', document.recoveredLate ? 'the sweep: the event of its start was lost' : null],
    ['Started from', joined(document.startedBy?.sourceIp ?? null, document.startedBy?.userAgent ?? null)],
    ['Started at', document.startedAt],
    ['Flows identified at', document.flowRequestTimestamp],
    ['Finished', finishedInWords(document)],
    ['Service status', document.serviceStatus],
    ['Polls', String(document.polls)],
    ['Operation', document.flowOperationId],
  ]
  return facts.flatMap(([label, value]) =>
    value ? [{ label, value: inertText(value, maxValueCharacters) }] : [],
  )
}

function joined(...parts: readonly (string | null)[]): string | null {
  return parts.filter(part => part).join(' · ') || null
}

function slotHolderInWords({ slotHolder }: FlowOperationReport): string | null {
  if (!slotHolder) return null
  const { flowOperationId, requestTimestamp } = slotHolder
  const since = requestTimestamp && `flows identified at ${requestTimestamp}`
  return joined(operationInWords(slotHolder), flowOperationId, since)
}

function resultInWords({ results, resultsAreApproximate }: FlowOperationReport): string | null {
  if (!results) return null
  const sum = `${plural(results.flowCount, 'flow')}, ${plural(results.packetCount, 'packet')}, ${bytesInWords(results.byteCount)}`
  const about = resultsAreApproximate ? 'about ' : ''
  return results.complete ? `${about}${sum}` : `${about}${sum} (incomplete: there may be more)`
}

function finishedInWords({ startedAt, finishedAt }: FlowOperationReport): string | null {
  if (!finishedAt) return null
  if (!startedAt) return finishedAt
  const seconds = (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000
  return seconds < 1 ? finishedAt : `${finishedAt}, seen ${durationInWords(seconds)} after the start`
}

function filtersOf({ flowOperation, omittedFilterCount }: FlowOperationReport): string[] {
  const filters = flowOperation?.FlowFilters ?? []
  const shown = filters
    .slice(0, maxFiltersShown)
    .map(filter => inertText(filterInWords(filter), maxValueCharacters))
  const hiddenCount = filters.length - shown.length + omittedFilterCount
  return hiddenCount === 0 ? shown : [...shown, `… and ${hiddenCount} more`]
}

function talkersOf(talkers: readonly Talker[] | undefined): string[] {
  return (talkers ?? []).map(
    ({ address, flowCount, byteCount }) =>
      `${inertText(address, 64)}  ${plural(flowCount, 'flow')}, ${bytesInWords(byteCount)}`,
  )
}

const consoleHostByPartition: Readonly<Record<string, string>> = {
  aws: 'console.aws.amazon.com',
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
}

/** The list of firewalls in the AWS console of the ARN's partition and Region; null where the partition's console is unknown. */
function consoleUrlOf({ firewallArn }: FlowOperationReport): string | null {
  const [, partition = '', , region = ''] = firewallArn?.split(':') ?? []
  const host = Object.hasOwn(consoleHostByPartition, partition)
    ? consoleHostByPartition[partition]
    : undefined
  if (!host || !/^[a-z0-9-]+$/u.test(region)) return null
  return `https://${region}.${host}/vpcconsole/home?region=${region}#NetworkFirewalls:`
}
