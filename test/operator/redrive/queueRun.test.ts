import { expect, test } from '@jest/globals'
import { ServiceError } from '../../../functions/domain/serviceError.ts'
import { CredentialsRefusedError } from '../../../operator/credentialsRefusedError.ts'
import { QuestionError } from '../../../operator/questionError.ts'
import { nothingKnown, type Outcome, stays } from '../../../operator/redrive/outcome.ts'
import type { DeadLetterQueue, WaitingMessage } from '../../../operator/redrive/ports.ts'
import { type QueueWork, runQueue } from '../../../operator/redrive/queueRun.ts'

/** A queue that hands out what it is told to, in order, an error included. */
class FakeQueue implements DeadLetterQueue {
  readonly done: string[] = []
  asked = 0
  readonly #script: (string | Error)[]
  readonly #failing: readonly string[]

  constructor(script: readonly (string | Error)[], failing: readonly string[] = []) {
    this.#script = [...script]
    this.#failing = failing
  }

  async next(): Promise<WaitingMessage | null> {
    this.asked += 1
    const [next] = this.#script.splice(0, 1)
    if (next instanceof Error) throw next
    return next === undefined
      ? null
      : { messageId: next, receipt: `${next}@${this.#script.length}`, body: next }
  }

  async remove({ messageId }: WaitingMessage): Promise<void> {
    if (this.#failing.includes(`remove ${messageId}`)) throw new Error('not removed')
    this.done.push(`remove ${messageId}`)
  }

  async giveBack({ receipt }: WaitingMessage): Promise<void> {
    if (this.#failing.includes(`giveBack ${receipt}`)) throw new Error('not given back')
    this.done.push(`giveBack ${receipt}`)
  }
}

const sent: Outcome = {
  kind: 'SENT',
  ...nothingKnown,
  result: 'STARTED',
  attempts: null,
  receipt: null,
  record: null,
}

/** Bodies that begin with "bad" stay. */
function work(changes: Partial<QueueWork> = {}): QueueWork & { readonly looked: string[] } {
  const looked: string[] = []
  const handle = async (body: string) => {
    looked.push(body)
    return body.startsWith('bad') ? stays(nothingKnown, 'why') : sent
  }
  return { looked, handle, reasonToEnd: () => null, observe: () => undefined, ...changes }
}

test('a message that comes round again is not looked at again, and is given back by its newest receipt', async () => {
  const queue = new FakeQueue(['bad', 'good', 'bad', 'bad'])
  const each = work()
  const result = await runQueue(queue, each)
  expect(each.looked).toEqual(['bad', 'good'])
  expect(result.stayed).toHaveLength(1)
  expect(queue.done).toEqual(['remove good', 'giveBack bad@0'])
})

test('a queue that hands out nothing but what was seen is left, however long it goes on', async () => {
  const queue = new FakeQueue(Array.from({ length: 1000 }, () => 'bad'))
  const each = work()
  await runQueue(queue, each)
  expect(each.looked).toEqual(['bad'])
  expect(queue.asked).toBeLessThan(50)
})

test('a run that is to end does so before the next message, gives back what stayed, and says why', async () => {
  const queue = new FakeQueue(['bad', 'next'])
  const each = work()
  const reasonToEnd = () => (each.looked.length > 0 ? 'stopped' : null)
  const result = await runQueue(queue, { ...each, reasonToEnd })
  expect(result).toMatchObject({ endedEarly: 'stopped', stayed: [{ messageId: 'bad' }] })
  expect(queue.done).toEqual(['giveBack bad@1'])
})

test('a queue that fails in between keeps what was done so far', async () => {
  const queue = new FakeQueue(['good', 'bad', new Error('gone')])
  expect(await runQueue(queue, work())).toMatchObject({
    endedEarly: 'gone',
    sent: [{ messageId: 'good' }],
    stayed: [{ messageId: 'bad' }],
  })
  expect(queue.done).toEqual(['remove good', 'giveBack bad@1'])
})

test('a message whose handling is broken is given back', async () => {
  const queue = new FakeQueue(['odd'])
  const handle = () => Promise.reject(new TypeError('defect'))
  expect(await runQueue(queue, work({ handle }))).toMatchObject({
    endedEarly: 'defect',
    sent: [],
    stayed: [],
  })
  expect(queue.done).toEqual(['giveBack odd@0'])
})

test('what cannot be given back does not keep the others', async () => {
  const queue = new FakeQueue(['bad1', 'bad2'], ['giveBack bad1@1'])
  expect(await runQueue(queue, work())).toMatchObject({ endedEarly: null })
  expect(queue.done).toEqual(['giveBack bad2@0'])
})

test('a message that was sent and cannot be removed stays, is not recorded, and is given back', async () => {
  const queue = new FakeQueue(['good'], ['remove good'])
  let recorded = false
  const record = async () => {
    recorded = true
  }
  const result = await runQueue(queue, work({ handle: async () => ({ ...sent, record }) }))
  expect(result).toMatchObject({
    sent: [],
    stayed: [{ reason: expect.stringContaining('sent, but not removed') }],
  })
  expect(recorded).toBe(false)
  expect(queue.done).toEqual(['giveBack good@0'])
})

test('a record that fails leaves the message sent, and says so', async () => {
  const record = () => Promise.reject(new Error('no group'))
  const result = await runQueue(new FakeQueue(['good']), work({ handle: async () => ({ ...sent, record }) }))
  expect(result).toMatchObject({ sent: [{ auditFailure: 'no group' }], stayed: [], endedEarly: null })
})

test('whoever looks on is told the counts', async () => {
  const seen: (readonly number[])[] = []
  await runQueue(new FakeQueue(['good', 'bad']), work({ observe: (...counts) => seen.push(counts) }))
  expect(seen).toEqual([
    [1, 0],
    [1, 1],
  ])
})

test('what is superseded is removed and recorded, and told apart from what was sent', async () => {
  const queue = new FakeQueue(['old', 'good'])
  let recorded = 0
  const record = async () => {
    recorded += 1
  }
  const handle = async (body: string): Promise<Outcome> =>
    body === 'old' ? { kind: 'SUPERSEDED', ...nothingKnown, reason: 'too old', record } : sent
  expect(await runQueue(queue, work({ handle }))).toMatchObject({
    sent: [{ messageId: 'good' }],
    superseded: [{ messageId: 'old', reason: 'too old', auditFailure: null }],
    stayed: [],
  })
  expect([queue.done, recorded]).toEqual([['remove old', 'remove good'], 1])
})

test('credentials that AWS refuses end the run, and keep what was done so far', async () => {
  const failure = new ServiceError({ name: 'ExpiredTokenException', message: 'expired' })
  const queue = new FakeQueue(['good', new QuestionError('sqs:ReceiveMessage', failure)])
  const result = await runQueue(queue, work())
  expect(result.refusal).toBeInstanceOf(CredentialsRefusedError)
  expect(result).toMatchObject({
    sent: [{ messageId: 'good' }],
    endedEarly: expect.stringContaining('AWS refuses the credentials'),
  })
})
