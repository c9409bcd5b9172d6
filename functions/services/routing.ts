import { givenRouting } from '../adapters/routing.ts'
import type { Settings } from '../config.ts'
import type { Routing } from '../ports.ts'
import type { Runtime } from '../runtime.ts'
import { once } from './once.ts'

/** Most stacks have no routes: the client that reads them is loaded only where there are some. */
const parameterRouting = once(() => import('./parameterRouting.ts'))

export function buildRouting(runtime: Runtime): Routing {
  const { routes, routesParameter } = runtime.settings
  if (routesParameter === null) return givenRouting(routes)
  const built = once(async () => (await parameterRouting()).buildParameterRouting(runtime, routesParameter))
  return { read: async () => (await built()).read() }
}

/** Loads what buildRouting will need on these settings. */
export async function loadRouting({ routesParameter }: Settings): Promise<void> {
  if (routesParameter !== null) await parameterRouting()
}
