import { awsCall } from '../../functions/adapters/awsCall.ts'
import { ServiceError } from '../../functions/domain/serviceError.ts'
import { QuestionError } from '../questionError.ts'

type Send<Output> = (options: { abortSignal: AbortSignal }) => Promise<Output>

/** Asks once, within the time limit of every call. `right` is the IAM action that it takes. Throws QuestionError. */
export async function ask<Output>(right: string, send: Send<Output>): Promise<Output> {
  try {
    return await awsCall(send)
  } catch (error) {
    throw error instanceof ServiceError ? new QuestionError(right, error) : error
  }
}

/** The same for something that may not exist: then the answer is null. `missingNames`: how the service says so in its own way. */
export async function askForOne<Output>(
  right: string,
  send: Send<Output>,
  missingNames: readonly string[] = [],
): Promise<Output | null> {
  try {
    return await ask(right, send)
  } catch (error) {
    if (!(error instanceof QuestionError)) throw error
    const { kind, serviceErrorName } = error.failure
    if (kind === 'NOT_FOUND' || missingNames.includes(serviceErrorName)) return null
    throw error
  }
}
