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
      const SecretString = await secretString(client, secretArn)
      if (!SecretString) {
        throw new ServiceError({ name: 'EmptySecret', message: `the secret ${secretArn} holds no text` })
      }
      remembered.set(secretArn, { text: SecretString, readAt: clock.nowMilliseconds() })
      return SecretString
    },
  }
}

/** An unreadable answer's error quotes the answer, and the answer is the secret: only the failure's name and status go on. */
async function secretString(client: SecretsManagerClient, secretArn: string): Promise<string | undefined> {
  try {
    const command = new GetSecretValueCommand({ SecretId: secretArn })
    return (await awsCall(options => client.send(command, options))).SecretString
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error
    const { serviceErrorName: name, httpStatusCode, code } = error
    throw new ServiceError({ name, message: 'GetSecretValue failed', httpStatusCode, code })
  }
}
