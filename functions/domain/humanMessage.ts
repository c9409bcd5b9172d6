import { consoleUrlOf } from './consoleLink.ts'
import { coverageLines } from './coverageWords.ts'
import type { Explanation } from './explanation.ts'
import { inertText } from './inertText.ts'
import { isLate } from './interimMeaning.ts'
import { meaningOf } from './meaning.ts'
import { detailFacts, type Fact, resultFacts, startFacts, whereFacts } from './messageFacts.ts'
import { type Severity, severityOf } from './outcome.ts'
import type { FlowOperationReport } from './report.ts'
import type { PortTalker, Talker } from './resultsCollection.ts'
import { bytesInWords, filterInWords, plural } from './words.ts'

/**
 * What a person is told, in the order of reading on a phone: what happened (`icon`, `headline`, `lead`), `where`, what it did
 * (`result` and the lists), who started it and how long it took (`start`), how far the zones are covered, what it means and
 * what to do next. Each channel renders it in its own form. The explanation is our own words; everything else may hold
 * foreign text.
 */
export type HumanMessage = Explanation & {
  readonly icon: string
  readonly headline: string
  readonly where: readonly Fact[]
  readonly consoleUrl: string | null
  readonly result: readonly Fact[]
  readonly filters: readonly string[]
  readonly topSources: readonly string[]
  readonly topDestinations: readonly string[]
  readonly topDestinationPorts: readonly string[]
  readonly start: readonly Fact[]
  readonly coverage: readonly string[]
  readonly details: readonly Fact[]
}

const maxValueCharacters = 300
const maxNameCharacters = 128
const maxFiltersShown = 10

/** Writes the message for any notice. */
export function humanMessage(document: FlowOperationReport): HumanMessage {
  const { results, firewallArn } = document
  return {
    icon: iconOf(document),
    headline: headlineOf(document),
    ...meaningOf(document),
    where: whereFacts(document),
    consoleUrl: consoleUrlOf(firewallArn),
    result: resultFacts(document),
    filters: filtersOf(document),
    topSources: talkersOf(results?.topSources),
    topDestinations: talkersOf(results?.topDestinations),
    topDestinationPorts: portsOf(results?.topDestinationPorts),
    start: startFacts(document),
    coverage: coverageLines(document),
    details: detailFacts(document),
  }
}

/** One shape and colour for each severity, so that icon, word and colour never disagree. */
const iconBySeverity: Record<Severity, string> = { info: '✅', warning: '🔶', critical: '🔴' }
const runningIcon = '⏳'

function iconOf(document: FlowOperationReport): string {
  const { outcome } = document
  return outcome === null && !isLate(document) ? runningIcon : iconBySeverity[severityOf(outcome)]
}

/** "Flow flush" or "Flow capture". */
export function operationInWords({
  flowOperationType,
}: Pick<FlowOperationReport, 'flowOperationType'>): string {
  if (flowOperationType === null) return 'Flow operation'
  return flowOperationType === 'FLOW_FLUSH' ? 'Flow flush' : 'Flow capture'
}

/** The outcome in capitals as the documents have it, or OVERDUE, or RUNNING. */
export function stateInWords(document: FlowOperationReport): string {
  return document.outcome ?? (isLate(document) ? 'OVERDUE' : 'RUNNING')
}

function headlineOf(document: FlowOperationReport): string {
  const firewall = inertText(document.firewallName ?? 'unknown firewall', maxNameCharacters)
  const zone = document.availabilityZone ? ` in ${inertText(document.availabilityZone, 64)}` : ''
  return `${operationInWords(document)} ${stateInWords(document)} on ${firewall}${zone}`
}

function filtersOf({ flowOperation, omittedFilterCount }: FlowOperationReport): string[] {
  const filters = flowOperation?.FlowFilters ?? []
  const shown = filters
    .slice(0, maxFiltersShown)
    .map(filter => inertText(filterInWords(filter), maxValueCharacters))
  return withRest(shown, filters.length - shown.length + omittedFilterCount)
}

/** The first lines of a list, and how many there are besides. */
export function withRest(lines: readonly string[], hiddenCount: number): string[] {
  return hiddenCount === 0 ? [...lines] : [...lines, `… and ${hiddenCount} more`]
}

function talkersOf(talkers: readonly Talker[] = []): string[] {
  return talkers.map(talker => countedLine(inertText(talker.address, 64), talker))
}

function portsOf(ports: readonly PortTalker[] = []): string[] {
  return ports.map(port => countedLine(inertText(`${port.protocol ?? ''} ${port.port}`, 32), port))
}

function countedLine(
  name: string,
  { flowCount, byteCount }: Pick<Talker, 'flowCount' | 'byteCount'>,
): string {
  return `${name} · ${plural(flowCount, 'flow')}, ${bytesInWords(byteCount)}`
}
