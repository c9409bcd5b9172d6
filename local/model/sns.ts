import { type PublishRequest, publishRequest } from './sns/publishRequest.ts'
import { checkPublish, messageBodies } from './sns/publishRules.ts'
import { awsQueryProtocol } from './wire/awsQueryProtocol.ts'
import { AwsService, checkedOperation } from './wire/awsService.ts'
import { newIdentifier } from './wire/identifiers.ts'
import { ServiceError } from './wire/serviceError.ts'

export type SnsOperation = 'Publish'

/** One accepted message. */
export type PublishedMessage = {
  readonly messageId: string
  readonly topicArn: string
  readonly subject: string | null
  /** Text by protocol (`default`, `email`, `sqs`, `https`, ...); only `default` without MessageStructure json. */
  readonly message: Readonly<Record<string, string>>
  /** Value by name, String attributes and the like. */
  readonly attributes: Readonly<Record<string, string>>
}

/** Amazon SNS: topics that keep what is published to them. */
export class SnsModel extends AwsService<SnsOperation> {
  readonly serviceName = 'sns'
  readonly routeKey = '2010-03-31'
  readonly protocol = awsQueryProtocol({
    xmlNamespace: 'http://sns.amazonaws.com/doc/2010-03-31/',
    errorCode,
  })
  protected readonly operations = {
    Publish: checkedOperation(publishRequest, 'InvalidParameterException', request => this.#publish(request)),
  }
  /** Every accepted message, in order. */
  readonly published: PublishedMessage[] = []
  readonly #topicArns = new Set<string>()
  readonly #arnPrefix: string

  /** @param arnPrefix for example `arn:aws:sns:eu-west-1:123456789012:` */
  constructor(arnPrefix: string) {
    super()
    this.#arnPrefix = arnPrefix
  }

  /** Creates a topic and returns its ARN. */
  createTopic(topicName: string): string {
    const topicArn = `${this.#arnPrefix}${topicName}`
    this.#topicArns.add(topicArn)
    return topicArn
  }

  #publish(request: PublishRequest): object {
    const { TopicArn, Subject, MessageAttributes } = request
    if (!this.#topicArns.has(TopicArn))
      throw new ServiceError('NotFoundException', 'Topic does not exist', 404)
    checkPublish(request)
    const MessageId = newIdentifier()
    this.published.push({
      messageId: MessageId,
      topicArn: TopicArn,
      subject: Subject ?? null,
      message: messageBodies(request),
      attributes: Object.fromEntries(
        Object.entries(MessageAttributes).map(([name, attribute]) => [name, attribute.StringValue]),
      ),
    })
    return { MessageId }
  }
}

/** The codes of the public service model: the exception's name without its suffix, but for two. */
function errorCode(errorType: string): string {
  if (errorType === 'InvalidParameterValueException') return 'ParameterValueInvalid'
  if (errorType === 'ValidationException') return errorType
  return errorType.replace(/Exception$/, '')
}
