import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { differencesBetween } from './differences.ts'
import { Engines } from './engines.ts'
import { definitionWith, type MutableState, renamed } from './plantedDefinition.ts'

let engines: Engines
beforeAll(async () => {
  engines = await Engines.start()
})
afterAll(() => engines.stop())

/** The packaged definition in one engine, and one with a fault in the other. */
async function differencesInWorld(scenario: string, faulty: string): Promise<string[]> {
  const runs = [engines.run('EMBEDDED', scenario), engines.run('MOTO', scenario, faulty)] as const
  const [sound, planted] = await Promise.all(runs)
  return differencesBetween(sound, planted)
}

const changed = (state: string, change: (state: MutableState) => void) => (definition: string) =>
  definitionWith(definition, state, change)

describe('a definition that differs from the packaged one is found out by its run', () => {
  test.each([
    ['a renamed state', 'completed', (text: string) => renamed(text, 'OperationCompleted', 'OperationDone')],
    [
      'a changed Next',
      'failed',
      changed('OperationFailed', state => {
        state['Next'] = 'WatchFailed'
      }),
    ],
    [
      'a Retry with fewer attempts',
      'throttled, then completed',
      changed('PollOperation', state => {
        Object.assign(state['Retry']?.[0] ?? {}, { MaxAttempts: 3 })
      }),
    ],
    [
      'a Retry that waits less',
      'throttled, then completed',
      changed('PollOperation', state => {
        Object.assign(state['Retry']?.[0] ?? {}, { BackoffRate: 1.5 })
      }),
    ],
    [
      'a Retry that no longer knows an error',
      'Lambda is busy',
      changed('PollOperation', state => {
        state['Retry']?.splice(1, 1)
      }),
    ],
    [
      'a dropped Catch',
      'polls crash for good',
      changed('PollOperation', state => {
        delete state['Catch']
      }),
    ],
    [
      'a dropped Catch inside a Map',
      'functions crash',
      changed('DeliverNotification', state => {
        delete state['Catch']
      }),
    ],
    [
      'a changed payload',
      'audit log down',
      changed('DeliverNotification', state => {
        state['Parameters'].Payload = { ...state['Parameters'].Payload, 'auditRecorded.$': '$.crash.Error' }
      }),
    ],
    [
      'a fixed wait',
      'Slack asks to wait, then takes the message',
      changed('WaitBeforeRetry', state => {
        delete state['SecondsPath']
        state['Seconds'] = 29
      }),
    ],
  ])('%s', async (_fault, scenario, plant) => {
    const faulty = plant(engines.definition)

    expect(faulty).not.toBe(engines.definition)
    expect(await differencesInWorld(scenario, faulty)).not.toEqual([])
  })
})
