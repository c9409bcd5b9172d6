import { z } from 'zod'
import { awsJsonProtocol } from './wire/awsJsonProtocol.ts'
import { AwsService, checkedOperation } from './wire/awsService.ts'
import { ServiceError } from './wire/serviceError.ts'

export type SystemsManagerOperation = 'GetParameter'

const getParameterRequest = z.object({
  Name: z.string().min(1).max(2048),
  WithDecryption: z.boolean().nullish(),
})

type StoredParameter = {
  readonly Value: string
  readonly Version: number
  readonly LastModifiedDate: number
}

/** AWS Systems Manager: parameters of type String, by name or ARN, newest version only. */
export class SystemsManagerModel extends AwsService<SystemsManagerOperation> {
  readonly serviceName = 'systemsManager'
  readonly routeKey = 'AmazonSSM'
  readonly protocol = awsJsonProtocol({
    version: '1.1',
    namespace: 'com.amazonaws.ssm',
    messageKey: 'message',
  })
  protected readonly operations = {
    GetParameter: checkedOperation(getParameterRequest, 'ValidationException', ({ Name }) =>
      this.#parameter(Name),
    ),
  }
  readonly #arnPrefix: string
  readonly #now: () => number
  readonly #parameters = new Map<string, StoredParameter>()

  /**
   * @param arnPrefix `arn:aws:ssm:<region>:<account>:`
   * @param now milliseconds since the epoch
   */
  constructor(arnPrefix: string, now: () => number) {
    super()
    this.#arnPrefix = arnPrefix
    this.#now = now
  }

  /** Stores a parameter, or replaces its value by a new version. */
  put(name: string, value: string): void {
    const Version = (this.#parameters.get(name)?.Version ?? 0) + 1
    this.#parameters.set(name, { Value: value, Version, LastModifiedDate: this.#now() / 1000 })
  }

  #parameter(nameOrArn: string): object {
    const found = [...this.#parameters].find(([name]) => [name, this.#arnOf(name)].includes(nameOrArn))
    // As the service does it: the name is all there is to say.
    if (!found) throw new ServiceError('ParameterNotFound', '')
    const [Name, stored] = found
    return { Parameter: { Name, Type: 'String', ...stored, ARN: this.#arnOf(Name), DataType: 'text' } }
  }

  /** The slash of a name such as `/flowbell/routes` is the one after `parameter`. */
  #arnOf(name: string): string {
    return `${this.#arnPrefix}parameter/${name.replace(/^\//u, '')}`
  }
}
