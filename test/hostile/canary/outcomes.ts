import type { WatchRequest } from '../../../functions/domain/watchRequest.ts'
import type { LocalAws } from '../../../local/model/localAws.ts'
import { acceptedStart, hour, refusedStart, unidentifiedStart } from '../../statemachines/facts.ts'
import { canaries } from './canaries.ts'

/** How a watch comes to its end: the watch, and what the service answers to its polls. */
export type Course = { readonly watch: () => WatchRequest; readonly prepare: (aws: LocalAws) => void }

function answers(...statuses: readonly string[]): Course['prepare'] {
  return ({ networkFirewall }) => {
    statuses.forEach((status, index) => {
      const isLast = index === statuses.length - 1
      networkFirewall.failNext({
        operation: 'DescribeFlowOperation',
        times: isLast ? Number.POSITIVE_INFINITY : 1,
        fault: {
          kind: 'raw-answer',
          status: 200,
          headers: { 'content-type': 'application/x-amz-json-1.0' },
          body: JSON.stringify({ FlowOperationStatus: status, StatusMessage: 'synthetic' }),
        },
      })
    })
  }
}

function fails(errorType: string, message = 'synthetic'): Course['prepare'] {
  return ({ networkFirewall }) =>
    networkFirewall.failNext({
      operation: 'DescribeFlowOperation',
      times: Number.POSITIVE_INFINITY,
      fault: { kind: 'aws-error', httpStatus: 400, errorType, message },
    })
}

const young = () => acceptedStart(200)

/** Every outcome, an overdue operation, and a watch whose polls are refused with the session's token in the refusal. */
export const courses: Readonly<Record<string, Course>> = {
  COMPLETED: { watch: young, prepare: answers('COMPLETED') },
  COMPLETED_WITH_ERRORS: { watch: young, prepare: answers('COMPLETED_WITH_ERRORS') },
  FAILED: { watch: young, prepare: answers('FAILED') },
  REFUSED: { watch: () => acceptedStart(0, refusedStart), prepare: () => undefined },
  EXPIRED: { watch: young, prepare: fails('ResourceNotFoundException') },
  TIMED_OUT: { watch: () => acceptedStart(12 * hour - 30), prepare: answers('IN_PROGRESS') },
  UNKNOWN: { watch: young, prepare: answers('PONDERING') },
  WATCH_FAILED: { watch: () => acceptedStart(0, unidentifiedStart), prepare: () => undefined },
  OVERDUE: { watch: () => acceptedStart(90), prepare: answers('IN_PROGRESS', 'IN_PROGRESS', 'COMPLETED') },
  'polls that are signed wrongly': {
    watch: young,
    prepare: fails(
      'InvalidSignatureException',
      `The Canonical String should have been\n'x-amz-security-token:${canaries.sessionToken}'`,
    ),
  },
}
