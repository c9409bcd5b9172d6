import type { Explanation } from './explanation.ts'
import { captureOfTheSame, missingZoneFlushes, narrowerRepeats, sameAgain } from './repeatCommands.ts'
import type { FlowOperationReport } from './report.ts'
import { streamExceptionInWords } from './streamExceptionWords.ts'
import { countInWords, durationInWords, noun, plural } from './words.ts'
import { missingZonesInWords, zoneSteps } from './zoneSteps.ts'

/** So old at least are the flows of a capture that shall leave out clients which have just connected anew. */
const settledAgeSeconds = 60

export function completed(document: FlowOperationReport): Explanation {
  const { results, flowOperationType } = document
  if (results?.complete && results.flowCount === 0) return nothingMatched(document)
  return flowOperationType === 'FLOW_CAPTURE' ? captured(document) : flushed(document)
}

function nothingMatched(document: FlowOperationReport): Explanation {
  const what = noun(document)
  return {
    lead: `The ${what} completed, but no flow matched its filters.${missingZonesInWords(document)}`,
    meaning: `When the engine looked, its state table held no flow that fits the filters and the minimum age. Only flows that stateful rules handle are in that table.${what === 'flush' ? youngerInWords(document) : ''}`,
    nextSteps: [
      'If you expected matches, check the filters, the minimum flow age and the zone.',
      ...(what === 'flush' ? zoneSteps(document) : []),
    ],
    commands: [...(what === 'flush' ? missingZoneFlushes(document) : []), ...captureOfTheSame(document)],
  }
}

function captured(document: FlowOperationReport): Explanation {
  return {
    lead: `The capture completed${foundInWords(document, ': ', ' found')}.`,
    meaning: 'These flows were in the state table when the engine looked. A capture changes nothing.',
    nextSteps: unreadSteps(document),
    commands: [],
  }
}

function flushed(document: FlowOperationReport): Explanation {
  return {
    lead: `The ${noun(document)} completed${foundInWords(document, ': ', ' marked as timed out')}.${missingZonesInWords(document)}`,
    meaning: `The next packets of these flows count as midstream. ${streamExceptionInWords(document.streamExceptionPolicy)} New connections follow the rules as they are now, once a change has reached every host.${youngerInWords(document)} All this is no proof that such traffic stopped.`,
    nextSteps: [
      ...unreadSteps(document),
      ...zoneSteps(document),
      'Wait a minute or two first, then start a flow capture with a minimum age of 60 s to see whether such flows still exist.',
    ],
    commands: [...missingZoneFlushes(document), ...captureOfTheSame(document, settledAgeSeconds)],
  }
}

/** A minimum age is easily forgotten: what has just connected anew is what it leaves alone. */
function youngerInWords({ flowOperation }: FlowOperationReport): string {
  const seconds = flowOperation?.MinimumFlowAgeInSeconds ?? 0
  return seconds > 0 ? ` Flows younger than ${durationInWords(seconds)} were left alone.` : ''
}

/** The number of flows, unless not even the first results could be read. */
function foundInWords(
  { results, resultsAreApproximate }: FlowOperationReport,
  before: string,
  after: string,
) {
  if (!results || (results.flowCount === 0 && !results.complete)) return ''
  const amount = results.complete ? '' : 'at least '
  return `${before}${resultsAreApproximate ? 'about ' : amount}${plural(results.flowCount, 'flow')}${after}`
}

function unreadSteps({ results }: FlowOperationReport): string[] {
  return results?.complete
    ? []
    : ['Not all results could be read: read the rest in the console within 12 hours of the start.']
}

export function completedWithErrors(document: FlowOperationReport): Explanation {
  const what = noun(document)
  const isFlush = what !== 'capture'
  const narrower = narrowerRepeats(document)
  const midstream = `Some flows that fit the filters may be untouched. The next packets of the others count as midstream. ${streamExceptionInWords(document.streamExceptionPolicy)}${youngerInWords(document)}`
  return {
    lead: `The ${what} ended with errors: flows may be missing.`,
    meaning: `It timed out, or did not finish on every host, so the counts are a lower bound. ${isFlush ? midstream : 'There may be more such flows than it found.'}`,
    nextSteps: [repeatStep(document, narrower), ...(isFlush ? zoneSteps(document) : [])],
    commands: [
      ...(narrower?.commands ?? sameAgain(document)),
      ...(isFlush ? missingZoneFlushes(document) : []),
    ],
  }
}

/** The advice that fits the operation's own filters. */
function repeatStep(document: FlowOperationReport, narrower: ReturnType<typeof narrowerRepeats>): string {
  const what = noun(document)
  const isOneFilter = document.omittedFilterCount === 0 && document.flowOperation?.FlowFilters?.length === 1
  if (narrower === null && isOneFilter)
    return `Start the ${what} again as it is: its filter is too narrow to be cut further here.`
  if (narrower === null)
    return `Start the ${what} again with narrower filters: one address range, port or protocol at a time.`
  const { way, parts, commands } = narrower
  const shown = shownInWords(parts.length, commands.length)
  return `Start the ${what} again with narrower filters, ${way}${shown}. One operation runs at a time in a zone, so wait for the end of each.`
}

function shownInWords(partCount: number, commandCount: number): string {
  if (commandCount === 0) return ''
  return commandCount === partCount
    ? ': the commands are below'
    : `: the first ${countInWords(commandCount)} of ${countInWords(partCount)} commands are below`
}
