import { expect, test } from '@jest/globals'
import { collectResults } from '../../functions/handlers/collectResults.ts'
import { composeNotice } from '../../functions/handlers/composeNotice.ts'
import { deliverNotification } from '../../functions/handlers/deliverNotification.ts'
import { gatherContext } from '../../functions/handlers/gatherContext.ts'
import { parkNotification } from '../../functions/handlers/parkNotification.ts'
import { pollOperation } from '../../functions/handlers/pollOperation.ts'
import { recordAudit } from '../../functions/handlers/recordAudit.ts'
import { startWatch } from '../../functions/handlers/startWatch.ts'
import { sweepOperations } from '../../functions/handlers/sweepOperations.ts'
import { fakeRuntime, lambdaContext } from '../support/fakes.ts'

const handlers = {
  collectResults,
  composeNotice,
  deliverNotification,
  gatherContext,
  parkNotification,
  pollOperation,
  recordAudit,
  startWatch,
  sweepOperations,
}

/** Without settings, and without an input, no function can do its work. */
test.each(Object.entries(handlers))('what fails in %s is logged under its name', async (name, factory) => {
  const { runtime, logged } = fakeRuntime(0)
  await expect(factory(() => runtime)(undefined, lambdaContext)).rejects.toThrow()
  expect(logged).toContainEqual(expect.objectContaining({ level: 'ERROR', functionName: name }))
})
