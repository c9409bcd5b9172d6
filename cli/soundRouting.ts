import type { Settings } from '../functions/config.ts'
import { InvalidSettingError } from '../functions/domain/errors.ts'
import { parseRouting, type RoutingDocument } from '../functions/domain/routingDocument.ts'
import { ServiceError } from '../functions/domain/serviceError.ts'
import type { Runtime } from '../functions/runtime.ts'
import { buildRouting } from '../functions/services/routing.ts'

/** Reads a routing document. `name`: whose mistakes they are. Throws InvalidSettingError that says where it is wrong. */
export function soundRouting(document: string, name: string): RoutingDocument {
  return named(name, () => parseRouting(document))
}

/** Refuses settings whose routes are wrong, before anything is sent. Throws InvalidSettingError. */
export function demandSoundRoutes({ routes }: Settings): void {
  if (routes !== null) soundRouting(routes, 'FLOWBELL_ROUTES')
}

/**
 * The same for the routes in a Systems Manager parameter. One that cannot be read stops nothing, here as in Lambda: every channel
 * is told, and this is said.
 */
export async function demandSoundParameter(runtime: Runtime): Promise<void> {
  if (runtime.settings.routesParameter === null) return
  try {
    await routingInParameter(runtime)
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error
    process.stderr.write(
      `flowbell: the routes of FLOWBELL_ROUTES_PARAMETER cannot be read (${error.message}): every channel is told\n`,
    )
  }
}

/** The document in the parameter of the settings. Throws ServiceError or InvalidSettingError. */
export async function routingInParameter(runtime: Runtime): Promise<RoutingDocument> {
  try {
    return await buildRouting(runtime).read()
  } catch (error) {
    return named('FLOWBELL_ROUTES_PARAMETER', () => {
      throw error
    })
  }
}

function named<Result>(name: string, read: () => Result): Result {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof InvalidSettingError)) throw error
    // What is no JSON is told with its place by the parser only.
    const detail = error.cause instanceof Error ? ` (${error.cause.message})` : ''
    throw new InvalidSettingError(`${name}: ${error.message}${detail}`, { cause: error })
  }
}
