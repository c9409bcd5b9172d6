/** The audit log, as it is read again. Throws QuestionError when AWS does not answer, MissingLogGroupError without a log group. */
export type AuditTrail = {
  /** The lines of one watch's stream, in their order; null when there is no such stream. */
  lines(watchKey: string): Promise<readonly string[] | null>
}

/** The audit log's group does not exist in this account and Region. */
export class MissingLogGroupError extends Error {
  override readonly name = 'MissingLogGroupError'
}
