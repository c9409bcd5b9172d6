import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { expect, test } from '@jest/globals'
import { clientSettings, useLocalAws } from './localAwsFixture.ts'

const fixture = useLocalAws()
const secretArn = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:slack-AbCdEf'

async function secretValue(): Promise<string | undefined> {
  const client = new SecretsManagerClient(clientSettings(fixture().local))
  return (await client.send(new GetSecretValueCommand({ SecretId: secretArn }))).SecretString
}

test('a secret is read by its ARN, always in its newest version', async () => {
  const { secrets } = fixture().local
  secrets.put(secretArn, '{"webhookUrl":"one"}')
  await expect(secretValue()).resolves.toBe('{"webhookUrl":"one"}')
  secrets.put(secretArn, '{"webhookUrl":"two"}')
  await expect(secretValue()).resolves.toBe('{"webhookUrl":"two"}')
})

test('a secret nobody stored is not found', async () => {
  await expect(secretValue()).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
})
