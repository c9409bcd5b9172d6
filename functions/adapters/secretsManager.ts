import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { ServiceError } from '../domain/serviceError.ts'
import type { Clock, Secrets } from '../ports.ts'
import { awsCall } from './awsCall.ts'

/** A rotated secret is met at the latest after this, as with AWS's own Lambda extension. */
const rememberedMilliseconds = 5 * 60 * 1000

/** Reads secrets' texts and remembers each for five minutes. No error ever holds a value. */
export function secretsManager(client: SecretsManagerClient, clock: Clock): Secrets {
  const remembered = new Map<string, { readonly text: string; readonly readAt: number }>()
  return {
    async read(secretArn, { fresh }) {
      const known = remembered.get(secretArn)
      const isYoung = known !== undefined && clock.nowMilliseconds() - known.readAt < rememberedMilliseconds
      if (isYoung && !fresh) return known.text
      const { SecretString } = await awsCall(options =>
        client.send(new GetSecretValueCommand({ SecretId: secretArn }), options),
      )
      if (!SecretString) {
        throw new ServiceError({ name: 'EmptySecret', message: `the secret ${secretArn} holds no text` })
      }
      remembered.set(secretArn, { text: SecretString, readAt: clock.nowMilliseconds() })
      return SecretString
    },
  }
}
