import { describe, expect, test } from '@jest/globals'
import { readGathered } from '../../functions/domain/gatheredFacts.ts'
import { progressBeforeFirstPoll } from '../../functions/domain/pollProgress.ts'
import { isoAfterStart } from '../support/builders.ts'
import { fullCollection, fullContext, fullDelivery, fullProgress, fullWatch } from './support/fullState.ts'

const now = isoAfterStart(42)
const overdueNotice = { isSent: true, deliveries: [fullDelivery] }
const state = {
  notice: 'OUTCOME',
  watch: fullWatch,
  progress: fullProgress,
  results: fullCollection,
  context: fullContext,
  failure: { Error: '', Cause: '' },
  announcements: [fullDelivery],
  overdueNotice,
}
const read = (change: object = {}) => readGathered({ ...state, ...change }, now)

const unknownWatch = {
  kind: 'ACCEPTED_START',
  watchKey: 'unknown',
  flowOperationId: null,
  flowOperationType: null,
  firewallArn: null,
  availabilityZone: null,
  vpcEndpointAssociationArn: null,
  vpcEndpointId: null,
  accountId: null,
  region: null,
  startedAt: null,
  startedBy: null,
  watchedSince: now,
  refusal: null,
  lookUpFailure: null,
  recoveredLate: false,
  slotHolder: null,
  availabilityZoneId: null,
}

describe('what was gathered', () => {
  test('is read whole', () => {
    expect(read()).toEqual({
      facts: {
        watch: fullWatch,
        progress: fullProgress,
        collection: fullCollection,
        context: fullContext,
        failure: null,
        announcements: [fullDelivery],
        overdueNotice,
      },
      unfit: [],
    })
  })

  test('may lack what no poll and no page has brought', () => {
    const { facts, unfit } = read({ progress: null, results: null })
    expect(unfit).toEqual([])
    expect(facts).toMatchObject({ progress: null, collection: null })
  })

  test.each([null, undefined, 5, {}, { ...fullContext, zones: 5 }])(
    'is not missed where it is a context such as %j',
    context => {
      expect(read({ context })).toMatchObject({ facts: { context: null }, unfit: [] })
    },
  )

  test.each(['text', null, 7, []])('counts as unknown in every part when the state is %j', whole => {
    expect(readGathered(whole, now)).toEqual({
      facts: {
        watch: unknownWatch,
        progress: progressBeforeFirstPoll(now),
        collection: null,
        context: null,
        failure: null,
        announcements: [],
        overdueNotice: { isSent: false, deliveries: [] },
      },
      unfit: ['failure', 'watch', 'progress', 'results', 'announcements', 'overdueNotice'],
    })
  })

  test('keeps of a spoilt watch and progress the members that fit', () => {
    const { facts, unfit } = read({
      watch: { ...fullWatch, firewallArn: 5, startedBy: 'dana' },
      progress: { ...fullProgress, polls: 'many' },
    })
    expect(unfit).toEqual(['watch', 'progress'])
    expect(facts.watch).toEqual({ ...fullWatch, firewallArn: null, startedBy: null })
    expect(facts.progress).toEqual({ ...fullProgress, polls: 0 })
  })

  test.each(['results', 'announcements', 'overdueNotice'])('names what cannot be read: %s', name => {
    expect(read({ [name]: 'spoilt' }).unfit).toEqual([name])
  })
})

describe('a failure that was caught', () => {
  const failureOf = (failure: unknown) => read({ failure }).facts.failure

  test.each<[unknown, object | null]>([
    [{ Error: '', Cause: 'x' }, null],
    [{ Error: 'X' }, { error: 'X', message: '' }],
    [
      { Error: 'X', Cause: '{"errorMessage":"told","errorType":"X"}' },
      { error: 'X', message: 'told' },
    ],
    [
      { Error: 'X', Cause: '{"errorMessage":5}' },
      { error: 'X', message: '5' },
    ],
    [
      { Error: 'X', Cause: '{"another":1}' },
      { error: 'X', message: '{"another":1}' },
    ],
    [
      { Error: 'X', Cause: 'null' },
      { error: 'X', message: 'null' },
    ],
    [
      { Error: 'X', Cause: '"errorMessage"' },
      { error: 'X', message: '"errorMessage"' },
    ],
    [
      { Error: 'X', Cause: 'no JSON' },
      { error: 'X', message: 'no JSON' },
    ],
    [
      { Error: 'X', Cause: 'x'.repeat(2000) },
      { error: 'X', message: 'x'.repeat(1024) },
    ],
  ])('%j', (failure, expected) => {
    expect(failureOf(failure)).toEqual(expected)
  })

  test.each([{ Error: 5 }, { Error: 'X', Cause: 5 }, 'X', undefined])(
    'is unknown in another form: %j',
    failure => {
      expect(read({ failure })).toMatchObject({ facts: { failure: null }, unfit: ['failure'] })
    },
  )
})
