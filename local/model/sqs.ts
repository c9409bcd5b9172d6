import { createHash, randomUUID } from 'node:crypto'
import { z } from 'zod'
import { awsJsonProtocol } from './wire/awsJsonProtocol.ts'
import { AwsService, checkedOperation } from './wire/awsService.ts'
import { ServiceError } from './wire/serviceError.ts'

export type SqsOperation = 'SendMessage'

/** One message in a queue. */
export type QueuedMessage = { readonly messageId: string; readonly body: string }

const maximumBodyBytes = 1_048_576
const sendRequest = z.object({ QueueUrl: z.string().min(1), MessageBody: z.string().min(1) })

/** Amazon SQS: queues that are written to; nothing is received or deleted. */
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
  }
  readonly #queues = new Map<string, QueuedMessage[]>()
  readonly #queueUrlPrefix: string

  /** @param queueUrlPrefix for example `http://127.0.0.1:49152/123456789012/` */
  constructor(queueUrlPrefix: string) {
    super()
    this.#queueUrlPrefix = queueUrlPrefix
  }

  /** Creates a queue and returns its URL. */
  createQueue(queueName: string): string {
    const queueUrl = `${this.#queueUrlPrefix}${queueName}`
    this.#queues.set(queueUrl, [])
    return queueUrl
  }

  /** What was sent to a queue, in order. */
  messages(queueUrl: string): readonly QueuedMessage[] {
    return this.#queue(queueUrl)
  }

  #send({ QueueUrl, MessageBody }: z.output<typeof sendRequest>): object {
    const queue = this.#queue(QueueUrl)
    if (Buffer.byteLength(MessageBody) > maximumBodyBytes) {
      throw new ServiceError('InvalidParameterValueException', 'Message must be shorter than 1048576 bytes.')
    }
    const MessageId = randomUUID()
    queue.push({ messageId: MessageId, body: MessageBody })
    // The SDK compares this digest with its own of the same text.
    return { MessageId, MD5OfMessageBody: createHash('md5').update(MessageBody).digest('hex') }
  }

  #queue(queueUrl: string): QueuedMessage[] {
    const queue = this.#queues.get(queueUrl)
    if (queue) return queue
    throw new ServiceError('QueueDoesNotExist', 'The specified queue does not exist.')
  }
}
