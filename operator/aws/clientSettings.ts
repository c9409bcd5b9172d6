/** A person waits: one slow or throttled answer is asked for again, within the time limit of the question. */
export const clientSettings = { maxAttempts: 3 } as const
