import type { InvocationOutcome } from './run.ts'

/** One invocation that is about to run. `count` counts those of this function from 1, for each channel on its own. */
export type Invoked = { readonly functionKey: string; readonly count: number; readonly payload: unknown }

/** Decides whether Lambda lets a function run; an outcome stands in for the function's own. */
export type LambdaFault = (invoked: Invoked) => InvocationOutcome | undefined

/** What Lambda answers when the process of a function dies. */
export const processDied: InvocationOutcome = {
  functionError: {
    errorType: 'Runtime.ExitError',
    errorMessage: 'RequestId: bed Error: Runtime exited with error: signal: killed',
  },
}

/** Lambda's answer when all concurrency is in use. */
export const tooBusy: InvocationOutcome = {
  serviceError: { errorType: 'TooManyRequestsException', httpStatus: 429 },
}

export const failedInside: InvocationOutcome = {
  serviceError: { errorType: 'ServiceException', httpStatus: 500 },
}
