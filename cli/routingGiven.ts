import type { Settings } from '../functions/config.ts'
import { defaultRouting, type RoutingDocument } from '../functions/domain/routingDocument.ts'
import { ServiceError } from '../functions/domain/serviceError.ts'
import { demandAwsAccess } from '../local/awsAccess.ts'
import { localRuntime } from '../local/localRuntime.ts'
import { inputName, readText } from './readText.ts'
import { routingInParameter, soundRouting } from './soundRouting.ts'
import { UsageError } from './usageError.ts'

/** A routing document and where it is from, in words. */
export type RoutingGiven = { readonly routing: RoutingDocument; readonly source: string }

/** Far more than a parameter of Systems Manager or a setting of Lambda can hold. */
const maxFileBytes = 1_048_576

/**
 * The routing of a file, else of the settings, as the functions choose it: the parameter before the variable, and without either
 * everything to everybody. Only the parameter takes a call to AWS. Throws InvalidSettingError, UsageError or NoAwsAccessError.
 */
export async function routingGiven(file: string | null, settings: Settings): Promise<RoutingGiven> {
  if (file !== null) return { routing: await routingOfFile(file), source: inputName(file) }
  const { routesParameter: parameter, routes } = settings
  if (parameter !== null)
    return { routing: await routingOfParameter(settings, parameter), source: `the parameter ${parameter}` }
  if (routes !== null) return { routing: soundRouting(routes, 'FLOWBELL_ROUTES'), source: 'FLOWBELL_ROUTES' }
  return { routing: defaultRouting, source: 'none is given: everything goes to every channel' }
}

async function routingOfFile(file: string): Promise<RoutingDocument> {
  const tooLarge = `larger than any routing document (${maxFileBytes} bytes)`
  return soundRouting(await readText(file, { maxBytes: maxFileBytes, tooLarge }), inputName(file))
}

async function routingOfParameter(settings: Settings, parameter: string): Promise<RoutingDocument> {
  await demandAwsAccess(null)
  try {
    return await routingInParameter(localRuntime(settings, () => undefined))
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error
    throw new UsageError(`the parameter ${parameter} cannot be read: ${error.message}`)
  }
}
