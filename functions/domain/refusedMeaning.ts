import type { Explanation } from './explanation.ts'
import { describeCommand } from './flowCommand.ts'
import { command, listOfPlace } from './repeatCommands.ts'
import type { FlowOperationReport } from './report.ts'
import { classifyFailure, type ServiceErrorKind } from './serviceError.ts'
import { isFlowOperationId } from './triggerEvent.ts'
import { noun } from './words.ts'

/** A start that the service refused: why that may be, by the kind of its error, and what holds the zone. */
export function refused(document: FlowOperationReport): Explanation {
  const { refusal } = document
  const isCapture = document.flowOperationType === 'FLOW_CAPTURE'
  const kind = refusal ? classifyFailure({ name: refusal.errorCode, message: '' }) : 'PERMANENT'
  const holder = mayBeBusy.includes(kind) ? holderOf(document) : null
  return {
    lead: `The start was refused: nothing was ${isCapture ? 'captured' : 'flushed'}.`,
    meaning: holder === null ? reasons[kind](document) : slotTaken,
    nextSteps: [
      holder === null
        ? steps[kind](document)
        : `${holder} is running there now: wait for its end, which Flowbell reports, and start again.`,
      ...(holder === null && mayBeBusy.includes(kind)
        ? [
            'If another operation is running there, wait for its end and start again: one runs at a time per firewall and zone.',
          ]
        : []),
      ...(holder === null
        ? []
        : ['If the error names something else (rights, filters, selectors), mend that first.']),
    ],
    commands:
      holder === null
        ? listOfPlace(document)
        : command('See how that one is doing', describeCommand({ ...document, flowOperationId: holder })),
  }
}

const slotTaken =
  'Another operation is running there, and the service runs one at a time per firewall and zone.'

/** The kinds of error that a taken place may have: which one the service gives is not published. */
const mayBeBusy: readonly ServiceErrorKind[] = ['THROTTLED', 'INVALID_REQUEST', 'TRANSIENT', 'PERMANENT']

/** A document may come from a queue: what is no id is foreign text. */
function holderOf({ slotHolder }: FlowOperationReport): string | null {
  return slotHolder && isFlowOperationId(slotHolder.flowOperationId) ? slotHolder.flowOperationId : null
}

type Words = (document: FlowOperationReport) => string

const reasons: Record<ServiceErrorKind, Words> = {
  THROTTLED: () => 'Either an operation was running there already, or too many calls were made at once.',
  TRANSIENT: () => 'The service could not answer at that moment.',
  NOT_FOUND: () => 'The service knows no such firewall, endpoint or zone.',
  ACCESS_DENIED: () => 'Whoever made the call has no right to it.',
  EXPIRED_CREDENTIALS: () => 'The credentials of the call were not valid, or not any more.',
  INVALID_REQUEST: () => 'The service did not accept the call as it was made.',
  PERMANENT: () => 'The error above says why.',
}

const steps: Record<ServiceErrorKind, Words> = {
  THROTTLED: () => 'Wait a minute and start again.',
  TRANSIENT: () => 'Start again.',
  NOT_FOUND: () => 'Check the ARN, the Region and the zone of the call, and start again.',
  ACCESS_DENIED: document =>
    `Give the caller network-firewall:${startAction(document)} on this firewall, or let its owner start the ${noun(document)}: nobody else may.`,
  EXPIRED_CREDENTIALS: () => 'Sign in again, and start again.',
  INVALID_REQUEST: () =>
    'Check the filters (at most 20; addresses, ports, protocol numbers) and give one selector only, then start again.',
  PERMANENT: () => 'Mend what the error names (rights, filters, selectors) and start again.',
}

function startAction({ flowOperationType }: FlowOperationReport): string {
  return flowOperationType === 'FLOW_CAPTURE' ? 'StartFlowCapture' : 'StartFlowFlush'
}
