import { DeliveryError } from '../../functions/domain/deliveryFailure.ts'
import { InvalidSettingError } from '../../functions/domain/errors.ts'
import { demandCredentials } from '../credentialsRefusedError.ts'
import { KeyUnusableError, MissingResourceError, NoStackError } from '../deployed/stackErrors.ts'
import { QuestionError } from '../questionError.ts'
import { deployFault, type Finding, unknown } from './finding.ts'

/**
 * What a check comes to that could not be asked. Throws CredentialsRefusedError when no other check could be asked either.
 */
export function findingOfFailure(error: unknown): Finding {
  if (error instanceof QuestionError) return unanswered(error)
  if (error instanceof NoStackError) return unknown('not asked: there is no stack')
  if (error instanceof MissingResourceError)
    return deployFault(error.message, 'Deploy this version of Flowbell')
  if (error instanceof InvalidSettingError || error instanceof KeyUnusableError)
    return unknown('not asked: the settings cannot be read')
  if (error instanceof DeliveryError) return unknown('not asked: the Slack secret cannot be used')
  return unknown(error instanceof Error ? error.message : String(error), 'Please report this as a defect')
}

/** AWS did not answer one question: which right is missing, or what else stood in the way. */
export function unanswered(error: QuestionError): Finding {
  demandCredentials(error)
  const { right, failure } = error
  const { kind, message, serviceErrorName } = failure
  if (kind === 'ACCESS_DENIED')
    return unknown(`could not be asked: ${serviceErrorName}`, `Allow ${right} to your own role`)
  if (kind === 'THROTTLED')
    return unknown(`could not be asked: AWS throttles ${right}`, 'Run this again in a minute')
  const isLate = serviceErrorName === 'AbortError' || serviceErrorName === 'TimeoutError'
  return unknown(
    `could not be asked: ${right}: ${isLate ? 'no answer in time' : message}`,
    'Check the network, AWS_REGION and AWS_ENDPOINT_URL, and run this again',
  )
}
