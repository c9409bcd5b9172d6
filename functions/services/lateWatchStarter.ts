import type { WatchStarter } from '../ports.ts'
import type { Runtime } from '../runtime.ts'
import { demanded } from './demanded.ts'
import { once } from './once.ts'

const stepFunctions = once(() => import('./watchStarter.ts'))

/** For a function that seldom starts a watch: the client is loaded by the first call that does. */
export function buildLateWatchStarter(runtime: Runtime): WatchStarter {
  demanded(runtime.settings.stateMachineArn, 'FLOWBELL_STATE_MACHINE_ARN')
  const built = once(async () => (await stepFunctions()).buildWatchStarter(runtime))
  return { start: async watch => (await built()).start(watch) }
}
