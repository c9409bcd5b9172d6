/** Every client makes one attempt: the state machine owns the retries, and layers would multiply. */
export const oneAttempt = { maxAttempts: 1 } as const
