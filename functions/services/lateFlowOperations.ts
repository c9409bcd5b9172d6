import type { FlowOperations } from '../ports.ts'
import type { Runtime } from '../runtime.ts'
import { once } from './once.ts'

const seldomUsed = once(() => import('./seldomUsed.ts'))

/** For a function that seldom asks for flow operations: the client is loaded by the first call that does. */
export function buildLateFlowOperations(runtime: Runtime): FlowOperations {
  const built = once(async () => (await seldomUsed()).buildFlowOperations(runtime))
  return {
    describe: async operation => (await built()).describe(operation),
    list: async (scope, type) => (await built()).list(scope, type),
    resultsPage: async (operation, nextToken) => (await built()).resultsPage(operation, nextToken),
  }
}
