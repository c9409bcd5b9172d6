import { definitionWith, type MutableState, renamed } from './plantedDefinition.ts'

/** A fault in a copy of the definition, and the scenario whose run has to give it away. */
export type PlantedFault = {
  readonly fault: string
  readonly scenario: string
  readonly plant: (definition: string) => string
}

const changed = (state: string, change: (state: MutableState) => void) => (definition: string) =>
  definitionWith(definition, state, change)

/** Changes the first retrier of PollOperation, that of throttling. */
const pollRetryWith = (members: object) =>
  changed('PollOperation', state => {
    Object.assign(state.Retry?.[0] ?? {}, members)
  })

export const plantedFaults: readonly PlantedFault[] = [
  {
    fault: 'a renamed state',
    scenario: 'completed',
    plant: definition => renamed(definition, 'OperationCompleted', 'OperationDone'),
  },
  {
    fault: 'a changed Next',
    scenario: 'failed',
    plant: changed('OperationFailed', state => {
      state.Next = 'WatchFailed'
    }),
  },
  {
    fault: 'a Retry with fewer attempts',
    scenario: 'throttled, then completed',
    plant: pollRetryWith({ MaxAttempts: 3 }),
  },
  {
    fault: 'a Retry that waits less',
    scenario: 'throttled, then completed',
    plant: pollRetryWith({ BackoffRate: 1.5 }),
  },
  {
    fault: 'a Retry that no longer draws its wait',
    scenario: 'throttled, then completed',
    plant: pollRetryWith({ JitterStrategy: 'NONE' }),
  },
  {
    fault: 'a Retry that no longer knows an error',
    scenario: 'Lambda is busy',
    plant: changed('PollOperation', state => {
      // Those that know by name, and the one that takes whatever is left in the same way.
      state.Retry?.splice(1)
    }),
  },
  {
    fault: 'a dropped Catch',
    scenario: 'polls crash for good',
    plant: changed('PollOperation', state => {
      delete state.Catch
    }),
  },
  {
    fault: 'a dropped Catch inside a Map',
    scenario: 'functions crash',
    plant: changed('DeliverNotification', state => {
      delete state.Catch
    }),
  },
  {
    fault: 'a changed payload',
    scenario: 'audit log down',
    plant: changed('DeliverNotification', ({ Parameters }) => {
      const { 'auditRecorded.$': _dropped, ...payload } = Parameters.Payload
      Parameters.Payload = { ...payload, auditRecorded: true }
    }),
  },
  {
    fault: 'a fixed wait',
    scenario: 'Slack asks to wait, then takes the message',
    plant: changed('WaitBeforeRetry', state => {
      delete state.SecondsPath
      state.Seconds = 29
    }),
  },
]
