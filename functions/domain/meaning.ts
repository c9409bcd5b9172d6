import type { Outcome } from './outcome.ts'
import type { FlowOperationReport } from './report.ts'
import { isFlowOperationId } from './triggerEvent.ts'

/** What an outcome means and what to do next, in our own words only: no foreign text enters here. */
export type Meaning = { readonly meaning: string; readonly nextSteps: readonly string[] }

/**
 * A flush that completed is no proof that traffic stopped, so no text claims it: clients may connect again, and packets of
 * cut flows follow the policy's stream exception policy (Network Firewall developer guide, flow-operations-flush).
 */
export function meaningOf(document: FlowOperationReport): Meaning {
  const meaning = document.outcome === null ? interimMeaning(document) : meanings[document.outcome](document)
  return document.auditRecorded ? meaning : withoutAuditRecord(meaning)
}

function withoutAuditRecord(meaning: Meaning): Meaning {
  const warning =
    'The audit record of this outcome could not be written: keep this message, and check the audit log group.'
  return { meaning: meaning.meaning, nextSteps: [warning, ...meaning.nextSteps] }
}

const askTheService =
  'Read the operation in the console or with "aws network-firewall describe-flow-operation": the service forgets it 12 hours after its start.'

function interimMeaning({ notice, flowOperationType }: FlowOperationReport): Meaning {
  if (notice === 'STARTED') {
    return { meaning: 'Flowbell watches this operation and tells how it ends.', nextSteps: [] }
  }
  const what = flowOperationType === 'FLOW_CAPTURE' ? 'capture' : 'flush'
  return {
    meaning: `The ${what} is still in progress, later than expected. Flowbell goes on watching and tells how it ends.`,
    nextSteps: [
      'It cannot be cancelled, and no second operation can start in this zone meanwhile.',
      'If traffic must stop now, change the stateful rules: new flows follow them at once.',
    ],
  }
}

const meanings: Record<Outcome, (document: FlowOperationReport) => Meaning> = {
  COMPLETED: completed,
  COMPLETED_WITH_ERRORS: ({ flowOperationType }) => ({
    meaning:
      'The operation timed out or did not finish on every host: flows may be missing from the result, and some may not have been taken.',
    nextSteps: [
      `Start the ${flowOperationType === 'FLOW_CAPTURE' ? 'capture' : 'flush'} again with narrower filters: one address range, port or protocol at a time.`,
    ],
  }),
  FAILED: () => ({
    meaning: 'The operation could not be completed, and has no results. Treat the flows as untouched.',
    nextSteps: ['Start it again; if it fails again, with narrower filters.', askTheService],
  }),
  REFUSED: ({ slotHolder }) => ({
    meaning: 'The service refused to start the operation: nothing was flushed or captured.',
    nextSteps: [
      // A document may come from a queue: what is no id is foreign text.
      slotHolder && isFlowOperationId(slotHolder.flowOperationId)
        ? `One operation runs at a time per firewall and zone, and ${slotHolder.flowOperationId} is running there now: wait for its end, which Flowbell reports, and start again.`
        : 'If another operation is running in this zone, wait for its end and start again: one runs at a time per firewall and zone.',
      'Otherwise mend what the error names (rights, filters, selectors) and start again.',
    ],
  }),
  EXPIRED: () => ({
    meaning: 'The service no longer knows the operation, so nobody can tell how it ended.',
    nextSteps: [
      'Start a flow capture with the same filters to see which flows exist now.',
      'If the firewall was deleted meanwhile, nothing is left to do.',
    ],
  }),
  TIMED_OUT: () => ({
    meaning:
      'The operation was still in progress when the 12 hours for which the service remembers it ended.',
    nextSteps: [
      'Start a flow capture with the same filters to see which flows exist now.',
      'Report the operation id to AWS Support.',
    ],
  }),
  UNKNOWN: () => ({
    meaning:
      'The service answered with a status that Flowbell does not know, so this is not counted as a success.',
    nextSteps: [askTheService, 'Look for a newer version of Flowbell.'],
  }),
  WATCH_FAILED: () => ({
    meaning: 'Flowbell could not find out how the operation ended. The operation itself may go on.',
    nextSteps: [
      askTheService,
      "Mend what the error names, most often the watcher's rights, then watch the operation again.",
    ],
  }),
}

function completed({ flowOperationType, results }: FlowOperationReport): Meaning {
  if (results?.complete && results.flowCount === 0) {
    return {
      meaning: 'The operation completed, and no flow matched its filters.',
      nextSteps: ['If you expected matches, check the filters, the minimum flow age and the zone.'],
    }
  }
  const unread = results?.complete
    ? []
    : ['Not all results could be read: read the rest in the console within 12 hours of the start.']
  if (flowOperationType === 'FLOW_CAPTURE') {
    return { meaning: 'The capture completed: these flows were in the state table.', nextSteps: unread }
  }
  return {
    meaning:
      "The flush completed: these flows were marked as timed out. Their next packets count as midstream and follow the firewall policy's stream exception policy (drop, unless it says otherwise).",
    nextSteps: [
      ...unread,
      'It covers this zone only: flush the other zones of the firewall too.',
      'Start a flow capture with a minimum age of 60 s to see whether such flows still exist.',
    ],
  }
}
