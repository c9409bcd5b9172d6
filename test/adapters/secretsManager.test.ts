import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { describe, expect, test } from '@jest/globals'
import { secretsManager } from '../../functions/adapters/secretsManager.ts'
import { ServiceError } from '../../functions/domain/serviceError.ts'
import type { Secrets } from '../../functions/ports.ts'
import { clientSettings, useLocalAws } from '../local/model/localAwsFixture.ts'
import { rejectionOf } from './support/rejection.ts'

const fixture = useLocalAws()
const secretArn = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:slack-AbCdEf'
const remembered = { fresh: false }
const fiveMinutes = 300_000

function newSecrets(): Secrets {
  const { clock, local } = fixture()
  const client = new SecretsManagerClient(clientSettings(local))
  return secretsManager(client, { nowMilliseconds: () => clock.nowMilliseconds })
}

function passMilliseconds(milliseconds: number): void {
  fixture().clock.nowMilliseconds += milliseconds
}

test('a secret is asked for by its ARN', async () => {
  fixture().local.secrets.put(secretArn, 'one')
  await expect(newSecrets().read(secretArn, remembered)).resolves.toBe('one')
  expect(fixture().local.requests.map(({ body }) => body)).toEqual([{ SecretId: secretArn }])
})

test('it is remembered for less than five minutes of the injected clock', async () => {
  const secrets = newSecrets()
  fixture().local.secrets.put(secretArn, 'one')
  await secrets.read(secretArn, remembered)
  fixture().local.secrets.put(secretArn, 'two')
  passMilliseconds(fiveMinutes - 1)
  await expect(secrets.read(secretArn, remembered)).resolves.toBe('one')
  expect(fixture().local.requests).toHaveLength(1)
  passMilliseconds(1)
  await expect(secrets.read(secretArn, remembered)).resolves.toBe('two')
})

test('a fresh look asks again, and what it saw is remembered', async () => {
  const secrets = newSecrets()
  fixture().local.secrets.put(secretArn, 'one')
  await secrets.read(secretArn, remembered)
  fixture().local.secrets.put(secretArn, 'two')
  await expect(secrets.read(secretArn, { fresh: true })).resolves.toBe('two')
  await expect(secrets.read(secretArn, remembered)).resolves.toBe('two')
  expect(fixture().local.requests).toHaveLength(2)
})

test('each secret is remembered for itself', async () => {
  const secrets = newSecrets()
  fixture().local.secrets.put(secretArn, 'one')
  fixture().local.secrets.put(`${secretArn}2`, 'other')
  await secrets.read(secretArn, remembered)
  await expect(secrets.read(`${secretArn}2`, remembered)).resolves.toBe('other')
})

describe('an error', () => {
  function failing(errorType: string, httpStatus = 400): Promise<ServiceError> {
    const fault = { kind: 'aws-error', httpStatus, errorType, message: 'why' } as const
    fixture().local.secrets.failNext({ operation: 'GetSecretValue', fault })
    return rejectionOf(ServiceError, newSecrets().read(secretArn, remembered))
  }

  test.each([
    ['ResourceNotFoundException', 400, 'NOT_FOUND'],
    ['AccessDeniedException', 400, 'ACCESS_DENIED'],
    ['DecryptionFailure', 400, 'PERMANENT'],
    ['InternalServiceError', 500, 'TRANSIENT'],
    ['ThrottlingException', 400, 'THROTTLED'],
  ] as const)('%s is told by its kind, and by nothing of the answer', async (errorType, httpStatus, kind) => {
    await expect(failing(errorType, httpStatus)).resolves.toMatchObject({
      kind,
      message: `${errorType}: GetSecretValue failed`,
    })
  })

  test.each([{}, { SecretString: '' }, { SecretBinary: 'AAAA' }])('a secret without text: %j', async body => {
    fixture().local.secrets.failNext({
      operation: 'GetSecretValue',
      fault: { kind: 'raw-answer', status: 200, body: JSON.stringify(body) },
    })
    const error = await rejectionOf(ServiceError, newSecrets().read(secretArn, remembered))
    expect(error.serviceErrorName).toBe('EmptySecret')
    expect(error.message).toBe(`EmptySecret: the secret ${secretArn} holds no text`)
  })

  test('is not remembered', async () => {
    const secrets = newSecrets()
    await rejectionOf(ServiceError, secrets.read(secretArn, remembered))
    fixture().local.secrets.put(secretArn, 'one')
    await expect(secrets.read(secretArn, remembered)).resolves.toBe('one')
  })
})
