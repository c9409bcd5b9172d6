import { afterEach, beforeEach } from '@jest/globals'
import { type LocalAws, startLocalAws } from '../../../local/model/localAws.ts'

/** A running model with a clock that stands still until the test moves it. */
export type LocalAwsFixture = {
  readonly local: LocalAws
  readonly clock: { nowMilliseconds: number }
}

export const startOfTestMilliseconds = Date.UTC(2026, 10, 2, 9, 15, 4)

/** Starts a fresh model for every test and closes it afterwards. */
export function useLocalAws(): () => LocalAwsFixture {
  let fixture: LocalAwsFixture
  beforeEach(async () => {
    const clock = { nowMilliseconds: startOfTestMilliseconds }
    fixture = { clock, local: await startLocalAws({ now: () => clock.nowMilliseconds }) }
  })
  afterEach(() => fixture.local.close())
  return () => fixture
}

/** Settings for a real SDK client that talks to the model, without retries. */
export function clientSettings(local: LocalAws): {
  endpoint: string
  region: string
  maxAttempts: number
  credentials: { accessKeyId: string; secretAccessKey: string }
} {
  return {
    endpoint: String(local.environment['AWS_ENDPOINT_URL']),
    region: String(local.environment['AWS_REGION']),
    maxAttempts: 1,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  }
}
