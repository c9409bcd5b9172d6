import { SubscribeCommand } from '@aws-sdk/client-sns'
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs'
import type { Account } from './account.ts'
import { eventually } from './eventually.ts'

/** One message of a topic as a queue gets it, with the document parsed. */
export type TopicMessage = {
  readonly document: Readonly<Record<string, unknown>>
  readonly attributes: Readonly<Record<string, string>>
}

type Envelope = {
  readonly Message: string
  readonly MessageAttributes?: Record<string, { readonly Value: string }>
}

/** A queue that a subscriber of a topic would have, with all messages that have come so far. */
export class Inbox {
  readonly messages: TopicMessage[] = []
  readonly #account: Account
  readonly #queueUrl: string

  private constructor(account: Account, queueUrl: string) {
    this.#account = account
    this.#queueUrl = queueUrl
  }

  /** Makes a queue of this name that the topic may send to, and subscribes it. */
  static async subscribe(account: Account, topicArn: string, name: string): Promise<Inbox> {
    const { sns, sqs } = account
    const statement = {
      Effect: 'Allow',
      Principal: { Service: 'sns.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: '*',
      Condition: { ArnEquals: { 'aws:SourceArn': topicArn } },
    }
    const { QueueUrl = '' } = await sqs.send(
      new CreateQueueCommand({
        QueueName: name,
        Attributes: { Policy: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }) },
      }),
    )
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }),
    )
    await sns.send(
      new SubscribeCommand({ TopicArn: topicArn, Protocol: 'sqs', Endpoint: Attributes?.['QueueArn'] }),
    )
    return new Inbox(account, QueueUrl)
  }

  /** Waits for the first message about a watch. */
  about(watchKey: string): Promise<TopicMessage> {
    return this.message(`about ${watchKey}`, ({ document }) => document['watchKey'] === watchKey)
  }

  /** Waits for the first message that fits. */
  message(what: string, fits: (message: TopicMessage) => boolean): Promise<TopicMessage> {
    return eventually(`a message: ${what}`, async () => {
      const known = this.messages.find(fits)
      if (known) return known
      await this.receive()
      return this.messages.find(fits)
    })
  }

  /** Takes what has come. */
  async receive(): Promise<void> {
    const QueueUrl = this.#queueUrl
    const { sqs } = this.#account
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }),
    )
    for (const { Body = '{}', ReceiptHandle } of Messages) {
      this.messages.push(topicMessage(JSON.parse(Body) as Envelope))
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }))
    }
  }
}

function topicMessage({ Message, MessageAttributes = {} }: Envelope): TopicMessage {
  const attributes = Object.entries(MessageAttributes).map(([name, { Value }]) => [name, Value])
  return {
    document: JSON.parse(Message) as TopicMessage['document'],
    attributes: Object.fromEntries(attributes) as Record<string, string>,
  }
}
