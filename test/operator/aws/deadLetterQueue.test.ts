import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { sqsDeadLetterQueue } from '../../../operator/aws/deadLetterQueue.ts'
import { queueQuestions } from '../../../operator/aws/sqs.ts'
import { QuestionError } from '../../../operator/questionError.ts'
import { rejectionOf } from '../../adapters/support/rejection.ts'
import { useLocalAws } from '../../local/model/localAwsFixture.ts'
import { asAws } from './asAws.ts'

const fixture = useLocalAws()
const aws = asAws()
beforeEach(() => aws.use(fixture().local.environment))
afterEach(() => aws.restore())

function queueWith(...bodies: readonly string[]) {
  const { sqs } = fixture().local
  const url = sqs.createQueue('letters')
  for (const MessageBody of bodies) sqs.perform('SendMessage', { QueueUrl: url, MessageBody })
  return { url, queue: sqsDeadLetterQueue(url, 600), depth: () => queueQuestions().queueDepth(url) }
}

test('a message is handed out once, hidden meanwhile, and seen again when its time is over', async () => {
  const { queue, depth } = queueWith('one')
  expect(await queue.next()).toMatchObject({ body: 'one' })
  expect(await queue.next()).toBeNull()
  expect(await depth()).toEqual({ waiting: 0, inFlight: 1 })
  fixture().clock.nowMilliseconds += 600_000
  expect(await queue.next()).toMatchObject({ body: 'one' })
})

test('a message that is removed is gone', async () => {
  const { queue, depth } = queueWith('one', 'two')
  const message = await queue.next()
  if (message) await queue.remove(message)
  expect(await depth()).toEqual({ waiting: 1, inFlight: 0 })
})

test('a message that is given back is seen again at once', async () => {
  const { queue } = queueWith('one')
  const message = await queue.next()
  if (message) await queue.giveBack(message)
  expect(await queue.next()).toMatchObject({ messageId: message?.messageId })
})

test('a queue that does not exist: no depth, and an error that names the right', async () => {
  const { url } = queueWith()
  expect(await queueQuestions().queueDepth(`${url}-gone`)).toBeNull()
  const error = await rejectionOf(QuestionError, sqsDeadLetterQueue(`${url}-gone`, 600).next())
  expect(error).toMatchObject({
    right: 'sqs:ReceiveMessage',
    failure: { serviceErrorName: 'QueueDoesNotExist' },
  })
})
