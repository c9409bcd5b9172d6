import { startWatch } from '../../../functions/handlers/startWatch.ts'
import { secondsAfterStart } from '../../support/builders.ts'
import {
  FakeFlowOperations,
  FakeRejectedEvents,
  FakeWatchStarter,
  fakeRuntime,
  lambdaContext,
} from '../../support/fakes.ts'

/** What the shipped startWatch makes of an event, over ports that work. */
export async function startedBy(event: unknown) {
  const { runtime } = fakeRuntime(secondsAfterStart(60))
  const watchStarter = new FakeWatchStarter()
  const rejectedEvents = new FakeRejectedEvents()
  const flowOperations = new FakeFlowOperations({ list: [[]] })
  const start = startWatch(() => runtime, { watchStarter, rejectedEvents, flowOperations })
  const answer = await start(event, lambdaContext)
  return { answer, started: watchStarter.started, rejected: rejectedEvents.reported }
}
