import { describe, expect, test } from '@jest/globals'
import type { AuditRecord } from '../../functions/domain/auditRecord.ts'
import { completed, deliveryError, inProgress, memoryEnd, namedError, serviceError } from './facts.ts'
import { type Call, watchIn } from './watchBed.ts'

const down = () => serviceError('ServiceUnavailableException')
const gone = () => serviceError('ResourceNotFoundException')
const isOutcome = (records: readonly AuditRecord[]) =>
  records.some(({ recordType }) => recordType === 'OPERATION_FINISHED')

function failingAudit(fails: (records: readonly AuditRecord[], call: Call) => boolean, failure = down) {
  return (records: readonly AuditRecord[], call: Call) => {
    if (fails(records, call)) throw failure()
  }
}

const red = { executionStatus: 'FAILED', error: 'AuditNotWritten', outcome: 'COMPLETED' }

describe('an audit log that is down', () => {
  const world = { describe: () => completed, writeAudit: failingAudit(() => true) }

  test('is tried seven times within a minute; then people are told all the same', async () => {
    const { delivered, invocations, endedAt } = await watchIn(world)
    const outcomes = delivered.filter(({ notice }) => notice === 'OUTCOME')

    expect(outcomes.map(({ channel, at }) => [channel, at])).toEqual([
      ['sns', 51],
      ['slack', 51],
      ['eventbridge', 51],
    ])
    const tries = invocations.filter(({ functionName }) => functionName === 'recordAudit')
    expect(tries.slice(0, 7).map(({ at }) => at)).toEqual([0, 1, 3, 7, 15, 31, 51])
    expect(endedAt).toBe(102)
  })

  test('is told of in every message', async () => {
    const { delivered } = await watchIn(world)
    const outcomes = delivered.filter(({ notice }) => notice === 'OUTCOME')

    expect(outcomes.map(({ document }) => document.auditRecorded)).toEqual([false, false, false])
  })

  test('ends the execution red, with the outcome that was seen', async () => {
    const { result } = await watchIn(world)

    expect(result).toMatchObject(red)
  })
})

test('an outcome that could not be recorded ends red even when the deliveries could be', async () => {
  const { result, records, delivered } = await watchIn({
    describe: () => completed,
    writeAudit: failingAudit(isOutcome),
  })

  expect(result).toMatchObject(red)
  expect(result.isAuditRecorded).toBe(false)
  expect(records.map(({ recordType }) => recordType)).toEqual(Array(3).fill('NOTIFICATION_DELIVERED'))
  expect(delivered.filter(({ notice }) => notice === 'OUTCOME')).toHaveLength(3)
})

test('deliveries that could not be recorded end red, and nobody is told again', async () => {
  const { result, effects } = await watchIn({
    describe: () => completed,
    writeAudit: failingAudit(records => !isOutcome(records)),
  })

  expect(result).toMatchObject(red)
  expect(effects.filter(effect => effect.endsWith('OUTCOME'))).toEqual([
    'sns OUTCOME',
    'slack OUTCOME',
    'eventbridge OUTCOME',
  ])
})

test('an audit log that fails twice delays the message, so that the record stays first', async () => {
  const { result, effects, delivered } = await watchIn({
    describe: () => completed,
    writeAudit: failingAudit((records, { call }) => isOutcome(records) && call <= 2),
  })

  expect(effects.slice(0, 2)).toEqual(['slack STARTED', 'record OPERATION_FINISHED'])
  expect(delivered.at(-1)?.at).toBe(3)
  expect(delivered.map(({ document }) => document.auditRecorded)).not.toContain(false)
  expect(result.executionStatus).toBe('SUCCEEDED')
})

test('an audit log that is gone is not tried again: people wait for nothing', async () => {
  const { result, delivered, invocations } = await watchIn({
    describe: () => completed,
    writeAudit: failingAudit(() => true, gone),
  })

  expect(delivered.at(-1)?.at).toBe(0)
  expect(invocations.filter(({ functionName }) => functionName === 'recordAudit')).toHaveLength(2)
  expect(result).toMatchObject(red)
})

test('a recording function that cannot run is like a log that is down', async () => {
  const { result, delivered } = await watchIn({
    describe: () => completed,
    invoke: functionName => {
      if (functionName === 'recordAudit') throw namedError('Lambda.AWSLambdaException')
    },
  })

  expect(result).toMatchObject(red)
  expect(delivered.filter(({ notice }) => notice === 'OUTCOME')).toHaveLength(3)
})

test('without an audit log a dead letter is still kept', async () => {
  const { result, letters } = await watchIn({
    describe: () => completed,
    writeAudit: failingAudit(() => true),
    deliver: {
      slack: () => {
        throw deliveryError('REJECTED')
      },
    },
  })

  expect(letters.map(({ channel }) => channel)).toEqual(['slack'])
  expect(result.executionStatus).toBe('FAILED')
})

test('every record of a watch has an id of its own that a second run makes again', async () => {
  const world = { ageSeconds: memoryEnd - 60, describe: () => inProgress }
  const [first, second] = [await watchIn(world), await watchIn(world)]
  const ids = first.records.map(({ recordId }) => recordId)

  expect(new Set(ids).size).toBe(ids.length)
  expect(second.records.map(({ recordId }) => recordId)).toEqual(ids)
})

test('a function that Lambda holds back for minutes is no audit log that is down', async () => {
  const { result } = await watchIn({
    describe: () => completed,
    invoke: (functionName, { call }) => {
      if (functionName === 'recordAudit' && call <= 10) throw namedError('Lambda.TooManyRequestsException')
    },
  })

  expect(result).toMatchObject({ executionStatus: 'SUCCEEDED', isAuditRecorded: true })
})

describe('of two things that went wrong the execution names the worse one', () => {
  const rejected = () => {
    throw deliveryError('REJECTED')
  }
  const invalid = () => {
    throw serviceError('InvalidRequestException')
  }
  const unrecorded = { describe: () => completed, writeAudit: failingAudit(isOutcome, gone) }

  test('a channel that was not reached, before a record that is missing', async () => {
    const { result } = await watchIn({ ...unrecorded, deliver: { slack: rejected } })

    expect(result).toMatchObject({ error: 'NotificationUndelivered', isAuditRecorded: false })
  })

  test('a record that is missing, before an end that nobody saw', async () => {
    const { result } = await watchIn({ ...unrecorded, describe: invalid })

    expect(result).toMatchObject({ error: 'AuditNotWritten', outcome: 'WATCH_FAILED' })
  })
})
