import { createHash } from 'node:crypto'
import { z } from 'zod'
import { type QueuedMessage, SqsQueue } from './sqs/queue.ts'
import { awsJsonProtocol } from './wire/awsJsonProtocol.ts'
import { AwsService, checkedOperation } from './wire/awsService.ts'
import { newIdentifier } from './wire/identifiers.ts'
import { ServiceError } from './wire/serviceError.ts'

export type SqsOperation =
  | 'SendMessage'
  | 'ReceiveMessage'
  | 'DeleteMessage'
  | 'ChangeMessageVisibility'
  | 'GetQueueAttributes'

const maximumBodyBytes = 1_048_576
const queueUrl = z.string().min(1)
const visibilitySeconds = z.int().min(0).max(43_200)

const sendRequest = z.object({ QueueUrl: queueUrl, MessageBody: z.string().min(1) })
const receiveRequest = z.object({
  QueueUrl: queueUrl,
  MaxNumberOfMessages: z.int().min(1).max(10).default(1),
  VisibilityTimeout: visibilitySeconds.default(30),
  WaitTimeSeconds: z.int().min(0).max(20).default(0),
})
const deleteRequest = z.object({ QueueUrl: queueUrl, ReceiptHandle: z.string().min(1) })
const visibilityRequest = z.object({ ...deleteRequest.shape, VisibilityTimeout: visibilitySeconds })
const attributesRequest = z.object({ QueueUrl: queueUrl, AttributeNames: z.array(z.string()).default([]) })

/** Amazon SQS: standard queues. An empty one answers at once, long poll or not. */
export class SqsModel extends AwsService<SqsOperation> {
  readonly serviceName = 'sqs'
  readonly routeKey = 'AmazonSQS'
  readonly protocol = awsJsonProtocol({
    version: '1.0',
    namespace: 'com.amazonaws.sqs',
    messageKey: 'message',
    queryErrorCodes: { QueueDoesNotExist: 'AWS.SimpleQueueService.NonExistentQueue' },
  })
  protected readonly operations = {
    SendMessage: checkedOperation(sendRequest, 'InvalidParameterValueException', request =>
      this.#send(request),
    ),
    ReceiveMessage: checkedOperation(receiveRequest, 'InvalidParameterValueException', request =>
      this.#receive(request),
    ),
    DeleteMessage: checkedOperation(deleteRequest, 'InvalidParameterValueException', request => {
      this.#queue(request.QueueUrl).remove(request.ReceiptHandle)
      return {}
    }),
    ChangeMessageVisibility: checkedOperation(
      visibilityRequest,
      'InvalidParameterValueException',
      ({ QueueUrl, ReceiptHandle, VisibilityTimeout }) => {
        this.#queue(QueueUrl).changeVisibility(ReceiptHandle, VisibilityTimeout)
        return {}
      },
    ),
    GetQueueAttributes: checkedOperation(attributesRequest, 'InvalidParameterValueException', request =>
      this.#attributes(request),
    ),
  }
  readonly #queues = new Map<string, SqsQueue>()
  readonly #queueUrlPrefix: string
  readonly #now: () => number

  /**
   * @param queueUrlPrefix for example `http://127.0.0.1:49152/123456789012/`
   * @param now milliseconds since the epoch
   */
  constructor(queueUrlPrefix: string, now: () => number) {
    super()
    this.#queueUrlPrefix = queueUrlPrefix
    this.#now = now
  }

  /** Creates a queue and returns its URL. */
  createQueue(queueName: string): string {
    const url = `${this.#queueUrlPrefix}${queueName}`
    this.#queues.set(url, new SqsQueue(this.#now))
    return url
  }

  /** What is in a queue, in the order in which it was sent, hidden messages included. */
  messages(url: string): readonly QueuedMessage[] {
    return this.#queue(url).messages()
  }

  #send({ QueueUrl, MessageBody }: z.output<typeof sendRequest>): object {
    const queue = this.#queue(QueueUrl)
    if (Buffer.byteLength(MessageBody) > maximumBodyBytes) {
      throw new ServiceError('InvalidParameterValueException', 'Message must be shorter than 1048576 bytes.')
    }
    const MessageId = newIdentifier()
    queue.add({ messageId: MessageId, body: MessageBody })
    // The SDK compares this digest with its own of the same text.
    return { MessageId, MD5OfMessageBody: md5(MessageBody) }
  }

  #receive({ QueueUrl, MaxNumberOfMessages, VisibilityTimeout }: z.output<typeof receiveRequest>): object {
    const received = this.#queue(QueueUrl).receive(MaxNumberOfMessages, VisibilityTimeout)
    if (received.length === 0) return {}
    return {
      Messages: received.map(({ messageId, body, receiptHandle }) => ({
        MessageId: messageId,
        ReceiptHandle: receiptHandle,
        MD5OfBody: md5(body),
        Body: body,
      })),
    }
  }

  #attributes({ QueueUrl, AttributeNames }: z.output<typeof attributesRequest>): object {
    const { visible, hidden } = this.#queue(QueueUrl).counts()
    const all = {
      ApproximateNumberOfMessages: `${visible}`,
      ApproximateNumberOfMessagesDelayed: '0',
      ApproximateNumberOfMessagesNotVisible: `${hidden}`,
    }
    const isAsked = (name: string) => AttributeNames.includes('All') || AttributeNames.includes(name)
    return { Attributes: Object.fromEntries(Object.entries(all).filter(([name]) => isAsked(name))) }
  }

  #queue(url: string): SqsQueue {
    const queue = this.#queues.get(url)
    if (queue) return queue
    throw new ServiceError('QueueDoesNotExist', 'The specified queue does not exist.')
  }
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex')
}
