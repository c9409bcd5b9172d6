import type { LocalAws } from './model/localAws.ts'
import type { ScenarioName } from './scenarioNames.ts'

/** How one demonstrated operation goes. All flows and texts of it are synthetic. */
export type Scenario = {
  readonly description: string
  /** Sets the model up before the operation is started. */
  readonly prepare: (aws: LocalAws) => void
  /** True: the zone's only place is taken, so that the start is refused. */
  readonly isZoneBusy?: true
  readonly overdueMinutes?: number
}

const throttlingAnswer = {
  kind: 'aws-error',
  httpStatus: 400,
  errorType: 'ThrottlingException',
  message: 'Rate exceeded',
} as const

export const scenarios: Readonly<Record<ScenarioName, Scenario>> = {
  completed: {
    description: 'the flush ends well after 12 s, with 240 flows on three pages',
    prepare: aws =>
      aws.networkFirewall.nextOperation({ durationSeconds: 12, finalStatus: 'COMPLETED', flowCount: 240 }),
  },
  'completed-with-errors': {
    description: 'one host does not finish: flows may be missing',
    prepare: aws =>
      aws.networkFirewall.nextOperation({
        durationSeconds: 8,
        finalStatus: 'COMPLETED_WITH_ERRORS',
        statusMessage: 'Flow timeout',
        flowCount: 35,
      }),
  },
  failed: {
    description: 'the flush fails after 8 s',
    prepare: aws =>
      aws.networkFirewall.nextOperation({
        durationSeconds: 8,
        finalStatus: 'FAILED',
        statusMessage: 'Flow operation error',
        flowCount: 0,
      }),
  },
  throttled: {
    description: 'the service throttles four polls, then answers; the flush ends well',
    prepare(aws) {
      aws.networkFirewall.nextOperation({ durationSeconds: 8, finalStatus: 'COMPLETED', flowCount: 12 })
      aws.networkFirewall.failNext({
        operation: 'DescribeFlowOperation',
        times: 4,
        after: 1,
        fault: throttlingAnswer,
      })
    },
  },
  refused: {
    description: 'another operation is running in the zone, so the start is refused',
    isZoneBusy: true,
    prepare: aws =>
      aws.networkFirewall.nextOperation({ durationSeconds: 600, finalStatus: 'COMPLETED', flowCount: 0 }),
  },
  slow: {
    description: 'the flush takes 90 s and counts as overdue after one minute',
    overdueMinutes: 1,
    prepare: aws =>
      aws.networkFirewall.nextOperation({ durationSeconds: 90, finalStatus: 'COMPLETED', flowCount: 80 }),
  },
  expired: {
    description: 'the service forgets the operation; after two minutes that is believed',
    prepare: aws =>
      aws.networkFirewall.nextOperation({
        durationSeconds: 3600,
        finalStatus: 'COMPLETED',
        flowCount: 0,
        forgottenAfterSeconds: 20,
      }),
  },
}
