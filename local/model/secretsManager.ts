import { z } from 'zod'
import { awsJsonProtocol } from './wire/awsJsonProtocol.ts'
import { AwsService, checkedOperation } from './wire/awsService.ts'
import { newIdentifier } from './wire/identifiers.ts'
import { ServiceError } from './wire/serviceError.ts'

export type SecretsManagerOperation = 'GetSecretValue'

const getValueRequest = z.object({ SecretId: z.string().min(1).max(2048) })

/** AWS Secrets Manager: secrets by ARN, current version only. */
export class SecretsManagerModel extends AwsService<SecretsManagerOperation> {
  readonly serviceName = 'secrets'
  readonly routeKey = 'secretsmanager'
  readonly protocol = awsJsonProtocol({
    version: '1.1',
    namespace: 'com.amazonaws.secretsmanager',
    messageKey: 'Message',
  })
  protected readonly operations = {
    GetSecretValue: checkedOperation(getValueRequest, 'InvalidParameterException', ({ SecretId }) =>
      this.#value(SecretId),
    ),
  }
  readonly #secrets = new Map<string, { readonly SecretString: string; readonly VersionId: string }>()

  /** Stores a secret, or replaces it by a new version. */
  put(secretArn: string, secretString: string): void {
    this.#secrets.set(secretArn, { SecretString: secretString, VersionId: newIdentifier() })
  }

  #value(secretArn: string): object {
    const secret = this.#secrets.get(secretArn)
    if (!secret) {
      const message = "Secrets Manager can't find the specified secret."
      throw new ServiceError('ResourceNotFoundException', message)
    }
    return { ARN: secretArn, Name: secretArn.split(':').at(-1), ...secret, VersionStages: ['AWSCURRENT'] }
  }
}
