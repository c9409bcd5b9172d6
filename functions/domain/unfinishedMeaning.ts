import type { Explanation } from './explanation.ts'
import { describeCommand } from './flowCommand.ts'
import {
  captureOfTheSame,
  command,
  missingZoneFlushes,
  narrowerRepeats,
  sameAgain,
} from './repeatCommands.ts'
import type { FlowOperationReport } from './report.ts'
import { noun } from './words.ts'
import { zoneSteps } from './zoneSteps.ts'

const readIt =
  'Read the operation in the console or with the command below: the service forgets it 12 hours after its start.'

/** Asks the service how the operation is doing. */
export function lookItUp(document: FlowOperationReport): Explanation['commands'] {
  return command('See how it is doing', describeCommand(document))
}

export function failed(document: FlowOperationReport): Explanation {
  const what = noun(document)
  const isFlush = what !== 'capture'
  const again = sameAgain(document)
  return {
    lead: `The ${what} failed: treat the flows as untouched.`,
    meaning: `The service could not complete it, and there are no results. ${
      document.statusMessage === null
        ? 'It gives no reason.'
        : 'Its reason stands above as the status message.'
    }`,
    nextSteps: [
      `Start it again${again.length === 0 ? '' : ' (command below)'}.`,
      `If it fails again, narrow its filters: ${narrowerRepeats(document)?.way ?? 'one address range, port or protocol at a time'}.`,
      ...(isFlush ? zoneSteps(document) : []),
    ],
    commands: [...again, ...(isFlush ? missingZoneFlushes(document) : [])],
  }
}

export function expired(document: FlowOperationReport): Explanation {
  return {
    lead: `The service no longer knows the ${noun(document)}: nobody can tell how it ended.`,
    meaning: 'It may have completed, failed, or still be at work. Do not count on it.',
    nextSteps: [
      'Start a flow capture with the same filters to see which flows exist now.',
      'If the firewall was deleted meanwhile, nothing is left to do.',
    ],
    commands: captureOfTheSame(document),
  }
}

export function timedOut(document: FlowOperationReport): Explanation {
  const what = noun(document)
  return {
    lead: `The ${what} was still in progress after 12 hours, when the service forgets it.`,
    meaning: 'How it ended, and which flows it took, cannot be found out any more.',
    nextSteps: [
      'Start a flow capture with the same filters to see which flows exist now.',
      `Then start the ${what} again with narrower filters; tell AWS support if it happens again.`,
    ],
    commands: [...captureOfTheSame(document), ...(narrowerRepeats(document)?.commands ?? [])],
  }
}

export function unknown(document: FlowOperationReport): Explanation {
  return {
    lead: 'The service answered with a status that Flowbell does not know.',
    meaning: 'It is not counted as a success. The status stands above, word for word.',
    nextSteps: [readIt, 'Look for a newer version of Flowbell.'],
    commands: lookItUp(document),
  }
}

export function watchFailed(document: FlowOperationReport): Explanation {
  return {
    lead: `Flowbell could not find out how the ${noun(document)} ended.`,
    meaning: 'Why stands above. The operation itself may go on, or be over.',
    nextSteps: [
      readIt,
      'Mend what the error names, most often the watcher\'s rights; "flowbell watch" then watches the operation again.',
    ],
    commands: lookItUp(document),
  }
}
