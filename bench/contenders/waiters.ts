import { serviceMemorySeconds } from '../../functions/domain/pollSchedule.ts'
import type { Random } from '../random.ts'
import { type Beginning, type Contender, sdkRetryCarrier, type Wait, type Watcher } from './contender.ts'
import { withSdkRetries } from './sdkRetries.ts'

/** AWS's usual delays for waiters, in seconds (Smithy specification, waiters: minDelay 2, maxDelay 120). */
export const smithyDelays = { minDelaySeconds: 2, maxDelaySeconds: 120 }

/** The wait before attempt `attempt` + 1, of those that have not met the end; `remainingSeconds` until the waiter's own. */
type DelayRule = (attempt: number, random: Random, remainingSeconds: number) => number

/**
 * The waiter of the Smithy specification (smithy-lang/smithy@0f7323128b, waiters.rst): exponential up to a ceiling, then
 * drawn between the least delay and it; where that leads beyond the end, the last attempt is at the end.
 */
export const smithySpecificationDelay: DelayRule = (attempt, random, remainingSeconds) => {
  const { minDelaySeconds, maxDelaySeconds } = smithyDelays
  const ceiling = Math.log2(maxDelaySeconds / minDelaySeconds) + 1
  const delay = attempt > ceiling ? maxDelaySeconds : minDelaySeconds * 2 ** (attempt - 1)
  const drawn = minDelaySeconds + random() * (delay - minDelaySeconds)
  return remainingSeconds - drawn <= minDelaySeconds ? remainingSeconds - minDelaySeconds : drawn
}

/** google-gax: 100 ms, times 1.3, up to 60 s; an error ends the poll (googleapis/gax-nodejs@acfbe801). */
const gaxDelay: DelayRule = attempt => Math.min(60, 0.1 * 1.3 ** (attempt - 1))

/** Terraform's StateChangeConf: 100 ms, doubling, up to 10 s; an error ends it (terraform-plugin-sdk@9e601691). */
const terraformDelay: DelayRule = attempt => Math.min(10, 0.1 * 2 ** (attempt - 1))

/** Azure's core-lro: every 2 s unless the service says otherwise, which Network Firewall never does (azure-sdk-for-js@024b726b). */
const coreLroDelay: DelayRule = () => 2

export const smithySpecification: Contender = waiter(
  'Smithy specification 2..120',
  smithySpecificationDelay,
  {
    isThrottleFatal: false,
  },
)

export const waiters: readonly Contender[] = [
  waiter('google-gax 0.1 x 1.3, 60', gaxDelay, { isThrottleFatal: true }),
  waiter('Terraform 0.1 x 2, 10', terraformDelay, { isThrottleFatal: true }),
  waiter('Azure core-lro 2', coreLroDelay, { isThrottleFatal: true }),
]

function waiter(
  name: string,
  delay: DelayRule,
  { isThrottleFatal }: { isThrottleFatal: boolean },
): Contender {
  return {
    name,
    carrier: sdkRetryCarrier,
    begin: beginning => withSdkRetries(waiterOf(beginning, delay, isThrottleFatal), beginning.random),
  }
}

function waiterOf(
  { startsAtSeconds, random }: Beginning,
  delay: DelayRule,
  isThrottleFatal: boolean,
): Watcher {
  let attempt = 0
  const wait = (now: number): Wait => {
    attempt += 1
    const remaining = startsAtSeconds + serviceMemorySeconds - now
    const seconds = delay(attempt, random, remaining)
    return seconds > 0 && seconds <= remaining ? seconds : null
  }
  return { firstWait: 0, afterAnswer: wait, afterThrottle: now => (isThrottleFatal ? null : wait(now)) }
}
