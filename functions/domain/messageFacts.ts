import { finalStatuses } from './flowOperation.ts'
import { inertText } from './inertText.ts'
import { isLate } from './interimMeaning.ts'
import type { FlowOperationReport } from './report.ts'
import { startedByInWords } from './startedByWords.ts'
import {
  bytesInWords,
  durationInWords,
  minimumAgeInWords,
  plural,
  runningSeconds,
  secondsBetween,
  timeInWords,
} from './words.ts'

/** A label in our words and a value that may hold foreign text, made inert but not yet escaped for a channel. */
export type Fact = { readonly label: string; readonly value: string }

const maxValueCharacters = 300
/** A user agent names every library of its author; its beginning tells enough at a glance. */
const maxUserAgentCharacters = 60

type Row = readonly [label: string, value: string | null | undefined]

function factsOf(rows: readonly Row[]): Fact[] {
  return rows.flatMap(([label, value]) =>
    value ? [{ label, value: inertText(value, maxValueCharacters) }] : [],
  )
}

/** Where it happened. */
export function whereFacts(document: FlowOperationReport): Fact[] {
  return factsOf([
    ['Firewall', document.firewallName],
    ['Availability Zone', document.availabilityZone ?? document.availabilityZoneId],
    ['VPC endpoint', document.vpcEndpointId],
    ['VPC endpoint association', document.vpcEndpointAssociationArn],
    ['Account and Region', joined(document.accountId, document.region)],
  ])
}

/** What it did, or why it did not. */
export function resultFacts(document: FlowOperationReport): Fact[] {
  const { refusal, failure, flowOperation } = document
  return factsOf([
    ['Result', resultInWords(document)],
    ['Status message', document.statusMessage],
    ['Refused because', refusal && joined(refusal.errorCode, refusal.errorMessage)],
    ['Running there now', slotHolderInWords(document)],
    ['Watch failed because', failure && joined(failure.error, failure.message)],
    ['Service status', document.outcome === 'UNKNOWN' ? document.serviceStatus : null],
    ['Minimum flow age', flowOperation && minimumAgeInWords(flowOperation)],
  ])
}

/** Who started it and from where, and how long it took. */
export function startFacts(document: FlowOperationReport): Fact[] {
  const { startedBy } = document
  const userAgent = startedBy?.userAgent ? inertText(startedBy.userAgent, maxUserAgentCharacters) : null
  return factsOf([
    ['Started by', startedByInWords(startedBy)],
    ['Started from', joined(startedBy?.sourceIp ?? null, userAgent)],
    ['Found by', document.recoveredLate ? 'the sweep: the event of its start was lost' : null],
    ['Took', tookInWords(document)],
    ['Running for', runningInWords(document)],
  ])
}

/** For who looks further: the exact times, names and counts. */
export function detailFacts(document: FlowOperationReport): Fact[] {
  const { startedBy, startedAt, flowRequestTimestamp, finishedAt } = document
  const isFlush = document.flowOperationType === 'FLOW_FLUSH'
  const isRefused = document.outcome === 'REFUSED'
  return factsOf([
    ['Operation', document.flowOperationId],
    ['Service status', document.outcome === 'UNKNOWN' ? null : document.serviceStatus],
    ['Stream exception policy', isFlush ? document.streamExceptionPolicy : null],
    ['Identity', startedBy?.arn],
    [
      'User agent',
      (startedBy?.userAgent?.length ?? 0) > maxUserAgentCharacters ? startedBy?.userAgent : null,
    ],
    [isRefused ? 'Refused at' : 'Started at', startedAt && timeInWords(startedAt)],
    ['Flows identified at', flowRequestTimestamp && timeInWords(flowRequestTimestamp)],
    ['End seen at', isRefused || finishedAt === null ? null : timeInWords(finishedAt)],
    ['Polls', isRefused ? null : String(document.polls)],
  ])
}

function joined(...parts: readonly (string | null)[]): string | null {
  return parts.filter(part => part).join(' · ') || null
}

function slotHolderInWords({ slotHolder }: FlowOperationReport): string | null {
  if (!slotHolder) return null
  const { flowOperationId, flowOperationType: type, requestTimestamp } = slotHolder
  const since = requestTimestamp && `flows identified at ${timeInWords(requestTimestamp)}`
  const what = type === null ? 'Flow operation' : type === 'FLOW_FLUSH' ? 'Flow flush' : 'Flow capture'
  return joined(what, flowOperationId, since)
}

function resultInWords({ results, resultsAreApproximate }: FlowOperationReport): string | null {
  if (!results) return null
  const { flowCount, packetCount, byteCount, complete } = results
  const sum = `${plural(flowCount, 'flow')}, ${plural(packetCount, 'packet')}, ${bytesInWords(byteCount)}`
  const about = resultsAreApproximate ? 'about ' : ''
  return complete ? `${about}${sum}` : `${about}${sum} (incomplete: there may be more)`
}

/** A refused start took no time. */
function tookInWords({ outcome, startedAt, flowRequestTimestamp, finishedAt }: FlowOperationReport) {
  if (outcome === null || outcome === 'REFUSED') return null
  const seconds = secondsBetween(startedAt ?? flowRequestTimestamp, finishedAt)
  if (seconds === null) return null
  const from = startedAt === null ? ', from when its flows were identified' : ''
  const end = finalStatuses.some(status => status === outcome) ? 'its end was seen' : 'the watch ended'
  return `${durationInWords(seconds)}${from} until ${end}`
}

function runningInWords(document: FlowOperationReport): string | null {
  const seconds = document.outcome === null ? runningSeconds(document) : null
  if (seconds === null) return null
  const polls = document.polls === 0 ? '' : `, ${plural(document.polls, 'poll')} so far`
  return `${durationInWords(seconds)}${polls}${isLate(document) ? ', overdue' : ''}`
}
