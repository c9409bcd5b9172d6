import { expect, test } from '@jest/globals'
import { startWatch } from '../../functions/handlers/startWatch.ts'
import { Wire } from '../fuzz/support/awsWire.ts'
import { ordinarySettings } from '../hostile/shippedHandlers.ts'
import { completed } from '../statemachines/facts.ts'
import { watchIn } from '../statemachines/watchBed.ts'
import { secondsAfterStart, startEvent, startedBy as whoStarted } from '../support/builders.ts'
import { lambdaContext } from '../support/fakes.ts'
import { startedBy } from './support/startedBy.ts'

test('T17: how it ended and who started it is on record before anybody is told', async () => {
  const { effects, records } = await watchIn({
    watch: { startedBy: whoStarted() },
    describe: () => completed,
  })
  const recorded = effects.indexOf('record OPERATION_FINISHED')
  const told = effects.flatMap((effect, index) => (effect.endsWith(' OUTCOME') ? [index] : []))
  expect(recorded).toBeGreaterThanOrEqual(0)
  expect(told.length).toBeGreaterThanOrEqual(3)
  expect(Math.min(...told)).toBeGreaterThan(recorded)
  expect(records.find(({ recordType }) => recordType === 'OPERATION_FINISHED')).toMatchObject({
    document: { startedBy: whoStarted() },
  })
})

test('T18: an event that is not understood is on record, and is not asked for again', async () => {
  const { answer, rejected } = await startedBy({ ...startEvent(), detail: 'none' })
  expect(answer).toMatchObject({ result: 'REJECTED' })
  expect(rejected).toEqual([{ event: expect.anything(), reason: expect.stringContaining('detail') }])
})

test('T19: the same start cannot be told in two ways: its execution has one name and one input', async () => {
  const bodies: string[] = []
  const wire = new Wire(
    {
      ...ordinarySettings,
      FLOWBELL_STATE_MACHINE_ARN: 'arn:aws:states:eu-west-1:123456789012:stateMachine:watch',
    },
    secondsAfterStart(60),
  )
  wire.onRequest = (operation, body) => void (operation === 'StartExecution' && bodies.push(body))
  const start = startWatch(wire.runtime)
  // EventBridge delivers an event twice, and CloudTrail writes one with another id, minutes later.
  await start(startEvent(), lambdaContext)
  wire.clock.now += 240_000
  await start(startEvent({ envelope: { id: '00000000-0000-4000-8000-000000000000' } }), lambdaContext)
  expect(bodies.length).toBe(2)
  expect(bodies[1]).toBe(bodies[0])
})
