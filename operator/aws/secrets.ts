import { DescribeSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import type { Cloud } from '../ports.ts'
import { askForOne } from './ask.ts'
import { clientSettings } from './clientSettings.ts'

/** What is known of secrets without reading them. */
export function secretQuestions(): Pick<Cloud, 'secretKey'> {
  const client = new SecretsManagerClient(clientSettings)
  return {
    async secretKey(SecretId) {
      const command = new DescribeSecretCommand({ SecretId })
      const answer = await askForOne('secretsmanager:DescribeSecret', options =>
        client.send(command, options),
      )
      return answer?.KmsKeyId || null
    },
  }
}
