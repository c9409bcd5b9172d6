import { expect } from '@jest/globals'
import fc from 'fast-check'
import { executionInput } from '../../functions/domain/executionInput.ts'
import type { ChannelName } from '../../functions/domain/notification.ts'
import { parseTriggerEvent } from '../../functions/domain/triggerEvent.ts'
import { WatchRequest } from '../../functions/domain/watchRequest.ts'
import { startWatch } from '../../functions/handlers/startWatch.ts'
import { watchIn } from '../statemachines/watchBed.ts'
import {
  firewallArn,
  flowOperation,
  pascalCaseStartEvent,
  refusedEvent,
  secondsAfterStart,
  startEvent,
  startedAt,
} from '../support/builders.ts'
import {
  FakeFlowOperations,
  FakeRejectedEvents,
  FakeWatchStarter,
  fakeRuntime,
  lambdaContext,
} from '../support/fakes.ts'
import { textNear } from './support/bytes.ts'
import { describeTarget } from './support/target.ts'

const validEvents = [
  startEvent(),
  startEvent({ request: { vpcEndpointId: 'vpce-0a1b2c3d4e5f60718', availabilityZone: undefined } }),
  pascalCaseStartEvent(),
  refusedEvent(),
  refusedEvent({ request: null }),
  startEvent({ response: null }),
]
const inputs = textNear(validEvents)

/** What is no JSON ends before the event is looked at. */
function eventIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** The first part of an execution's state, and of its name. */
const maxWatchBytes = 16_000

function demandWatch(watch: WatchRequest): void {
  const text = JSON.stringify(watch)
  expect(WatchRequest.parse(JSON.parse(text))).toEqual(watch)
  expect(text.length).toBeLessThan(maxWatchBytes)
  // An execution's name, and a log stream's.
  expect(watch.watchKey).toMatch(/^[\w-]{1,80}$/)
  expect(watch.firewallArn ?? 'arn:').toMatch(/^arn:\S*$/)
}

describeTarget(
  'any event',
  {
    inputs,
    run: text => parseTriggerEvent(eventIn(text), startedAt),
    refusals: ['InvalidEventError'],
    check: trigger => {
      if ('watch' in trigger) demandWatch(trigger.watch)
    },
    // It is told on one line of a terminal, and recorded.
    checkRefusal: ({ message }) => expect(message).toMatch(/^[\x20-\x7e…]{1,300}$/),
  },
  {
    'a member that is believed': {
      run: text => {
        const { detail } = eventIn(text) as { detail: { responseElements: { flowOperationId: string } } }
        return parseTriggerEvent({ ...startEvent(), id: detail.responseElements.flowOperationId }, startedAt)
      },
    },
    'an id of any form': {
      run: text => {
        const trigger = parseTriggerEvent(eventIn(text), startedAt)
        return 'watch' in trigger ? { watch: { ...trigger.watch, watchKey: text } } : trigger
      },
    },
    'a refusal that quotes the event': {
      run: text => {
        throw Object.assign(new Error(`not an event: ${text}`), { name: 'InvalidEventError' })
      },
    },
  },
)

/** The handler as EventBridge calls it, over ports that work. */
function startedBy(event: unknown) {
  const { runtime } = fakeRuntime(secondsAfterStart(60))
  const watchStarter = new FakeWatchStarter()
  const rejectedEvents = new FakeRejectedEvents()
  const flowOperations = new FakeFlowOperations({ list: [[]] })
  const start = startWatch(() => runtime, { watchStarter, rejectedEvents, flowOperations })
  return start(event, lambdaContext).then(answer => ({
    answer,
    started: watchStarter.started,
    rejected: rejectedEvents.reported,
  }))
}

describeTarget(
  'any event to startWatch is watched or recorded, once',
  {
    inputs,
    run: text => startedBy(eventIn(text)),
    refusals: [],
    check: ({ answer, started, rejected }) => {
      expect(started.length + rejected.length).toBe(1)
      expect(answer.result).toBe(started.length === 1 ? 'STARTED' : 'REJECTED')
    },
  },
  {
    'an event that is dropped in silence': {
      run: async text => {
        const all = await startedBy(eventIn(text))
        return { ...all, rejected: [] }
      },
    },
    'an event that fails for ever': { run: text => startedBy(parseTriggerEvent(eventIn(text), startedAt)) },
  },
)

function watchOf(text: string): WatchRequest | null {
  const trigger = parseTriggerEvent(eventIn(text), startedAt)
  return 'watch' in trigger ? trigger.watch : null
}

/** The whole watch of an event's text, in virtual time; the operation ends with the fourth poll. */
async function watchedToItsEnd(text: string, channels: readonly ChannelName[]) {
  const watch = watchOf(text)
  if (watch === null) return null
  const given = JSON.parse(JSON.stringify(executionInput(watch))) as { readonly watch: WatchRequest }
  const describe = ({ call }: { readonly call: number }) =>
    flowOperation({ status: call < 4 ? 'IN_PROGRESS' : 'COMPLETED' })
  return watchIn({ watch: given.watch, describe, channels })
}

describeTarget(
  'the watch of any event comes to an end that everybody hears of',
  {
    inputs,
    share: 0.2,
    run: text => watchedToItsEnd(text, ['sns', 'slack', 'eventbridge']),
    refusals: ['InvalidEventError'],
    check: watched => {
      if (watched === null) return
      const outcomes = watched.delivered.filter(({ notice }) => notice === 'OUTCOME')
      expect(outcomes.map(({ channel }) => channel).sort()).toEqual(['eventbridge', 'slack', 'sns'])
      expect(watched.records.filter(({ recordType }) => recordType === 'OPERATION_FINISHED').length).toBe(1)
    },
  },
  {
    'a channel that nobody tells': { run: text => watchedToItsEnd(text, ['sns', 'slack']) },
  },
)

/** A valid event with names and times of its own. */
const validEvent = fc
  .record({
    flowOperationId: fc.uuid(),
    name: fc.stringMatching(/^[a-zA-Z0-9-]{1,128}$/),
    availabilityZone: fc.constantFrom('eu-west-1a', 'eu-west-1b', 'us-west-2-lax-1a'),
    eventTime: fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('2100-01-01') }),
    eventName: fc.constantFrom('StartFlowFlush', 'StartFlowCapture'),
    isPascalCase: fc.boolean(),
  })
  .map(({ isPascalCase, eventTime, eventName, flowOperationId, name, availabilityZone }) => {
    const told = { firewallArn: firewallArn.replace('edge', name), flowOperationId, availabilityZone }
    const make = isPascalCase ? pascalCaseStartEvent : startEvent
    const calledAt = eventTime.toISOString()
    const event = make({
      request: { firewallArn: told.firewallArn, availabilityZone },
      response: { firewallArn: told.firewallArn, flowOperationId },
      detail: { eventTime: calledAt, eventName },
    })
    const flowOperationType = eventName === 'StartFlowFlush' ? 'FLOW_FLUSH' : 'FLOW_CAPTURE'
    return { text: JSON.stringify(event), told: { ...told, startedAt: calledAt, flowOperationType } }
  })

describeTarget(
  'what a valid event says is what is watched',
  {
    inputs: validEvent,
    run: ({ text }) => watchOf(text),
    refusals: [],
    check: (watch, { told }) => expect(watch).toMatchObject({ ...told, watchKey: told.flowOperationId }),
  },
  {
    'a zone that is dropped': {
      run: ({ text }) => ({ ...(watchOf(text) as WatchRequest), availabilityZone: null }),
    },
  },
)
