import type { AwsErrorFault } from '../../../../local/model/wire/faults.ts'

const failure = (httpStatus: number, errorType: string): AwsErrorFault => ({
  kind: 'aws-error',
  httpStatus,
  errorType,
  message: 'planned by the scenario',
})

export const throttled = failure(400, 'ThrottlingException')
export const denied = failure(400, 'AccessDeniedException')
export const unavailable = failure(503, 'ServiceUnavailableException')

/** A finished flush and a service that is well: what a scenario about something else needs. */
export const shortFlush = { durationSeconds: 8, finalStatus: 'COMPLETED', flowCount: 12 } as const
export const always = Number.POSITIVE_INFINITY
