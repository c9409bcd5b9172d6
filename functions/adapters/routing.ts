import { defaultRouting, parseRouting } from '../domain/routingDocument.ts'
import type { Routing } from '../ports.ts'

/** The routing document of the settings; without one, everything goes everywhere. */
export function givenRouting(document: string | null): Routing {
  return { read: async () => (document === null ? defaultRouting : parseRouting(document)) }
}
