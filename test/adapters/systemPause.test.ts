import { expect, test } from '@jest/globals'
import { systemPause } from '../../functions/adapters/systemPause.ts'

test('a pause of a fiftieth of a second takes that long', async () => {
  const startedAt = performance.now()
  await systemPause(0.02)
  expect(performance.now() - startedAt).toBeGreaterThan(15)
})
