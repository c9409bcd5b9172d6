import { InvalidEventError } from '../../functions/domain/errors.ts'
import { parseTriggerEvent } from '../../functions/domain/triggerEvent.ts'
import type { Clock } from '../../functions/ports.ts'
import { type MessageFacts, nothingKnown, type Outcome, stays } from './outcome.ts'
import { newPatience, type PatienceSettings } from './patience.ts'
import { startEventIn } from './startEventBody.ts'

/** What the shipped startWatch answers. */
export type StartResult =
  | { readonly result: 'STARTED' | 'ALREADY_WATCHED'; readonly watchKey: string }
  | { readonly result: 'REJECTED'; readonly reason: string }

export type Restart = {
  readonly startWatch: (event: unknown) => Promise<StartResult>
  readonly clock: Clock
  readonly patience: PatienceSettings
}

/** The names by which the shipped handlers call a failure that may pass. */
const passing = ['ThrottlingException', 'TransientServiceError']
const retryWaitsSeconds = [2, 4, 8]

/** Gives start events to the shipped startWatch again. */
export function restart(services: Restart): (body: string) => Promise<Outcome> {
  return async body => {
    const event = startEventIn(body)
    const facts = { ...nothingKnown, flowOperationId: operationIn(event, services.clock) }
    try {
      return outcomeOf(facts, await startWithRepeats(event, services))
    } catch (error) {
      return stays(facts, error instanceof Error ? `${error.name}: ${error.message}` : String(error))
    }
  }
}

/** Only reads: says which events are understood. */
export function restartRehearsal(clock: Clock): (body: string) => Promise<Outcome> {
  return async body => {
    const event = startEventIn(body)
    const facts = { ...nothingKnown, flowOperationId: operationIn(event, clock) }
    const reason = faultIn(event, clock)
    return stays(facts, reason ?? 'dry run: its watch would be started')
  }
}

async function startWithRepeats(event: unknown, { startWatch, patience }: Restart): Promise<StartResult> {
  const waits = newPatience(patience, false)
  for (const seconds of retryWaitsSeconds) {
    try {
      return await startWatch(event)
    } catch (error) {
      if (!(error instanceof Error) || !passing.includes(error.name)) throw error
      if ((await waits.wait(seconds, error.message)) !== null) throw error
    }
  }
  return startWatch(event)
}

function outcomeOf(facts: MessageFacts, answer: StartResult): Outcome {
  if (answer.result === 'REJECTED') return stays(facts, answer.reason)
  const { result } = answer
  return { kind: 'SENT', ...facts, result, attempts: null, receipt: null, record: null }
}

/** The operation that the event names; null when it names none, or is not understood. */
function operationIn(event: unknown, clock: Clock): string | null {
  try {
    const trigger = parseTriggerEvent(event, new Date(clock.nowMilliseconds()).toISOString())
    return 'watch' in trigger ? trigger.watch.flowOperationId : null
  } catch {
    return null
  }
}

function faultIn(event: unknown, clock: Clock): string | null {
  try {
    parseTriggerEvent(event, new Date(clock.nowMilliseconds()).toISOString())
    return null
  } catch (error) {
    if (error instanceof InvalidEventError) return error.message
    throw error
  }
}
