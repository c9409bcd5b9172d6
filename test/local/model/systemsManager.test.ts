import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm'
import { expect, test } from '@jest/globals'
import { clientSettings, startOfTestMilliseconds, useLocalAws } from './localAwsFixture.ts'

const fixture = useLocalAws()
const arn = 'arn:aws:ssm:eu-west-1:123456789012:parameter/flowbell/routes'

async function parameter(Name: string) {
  const client = new SSMClient(clientSettings(fixture().local))
  return (await client.send(new GetParameterCommand({ Name, WithDecryption: true }))).Parameter
}

test('a parameter is read by its name or its ARN', async () => {
  fixture().local.systemsManager.put('/flowbell/routes', '{}')
  const stored = {
    Name: '/flowbell/routes',
    Type: 'String',
    Value: '{}',
    Version: 1,
    LastModifiedDate: new Date(startOfTestMilliseconds),
    ARN: arn,
    DataType: 'text',
  }
  await expect(parameter('/flowbell/routes')).resolves.toEqual(stored)
  await expect(parameter(arn)).resolves.toEqual(stored)
})

test('the ARN of a name without a slash has one all the same', async () => {
  fixture().local.systemsManager.put('routes', '{}')
  await expect(parameter('routes')).resolves.toMatchObject({
    ARN: 'arn:aws:ssm:eu-west-1:123456789012:parameter/routes',
  })
})

test('a parameter that is put again has its new value, as a new version', async () => {
  fixture().local.systemsManager.put('routes', 'one')
  fixture().local.systemsManager.put('routes', 'two')
  await expect(parameter('routes')).resolves.toMatchObject({ Value: 'two', Version: 2 })
})

test('a parameter nobody stored is not found', async () => {
  await expect(parameter('routes')).rejects.toMatchObject({ name: 'ParameterNotFound' })
})

test('a request without a name is refused', async () => {
  await expect(parameter('')).rejects.toMatchObject({ name: 'ValidationException' })
})

test('a planned fault is answered in its place', async () => {
  const { systemsManager } = fixture().local
  systemsManager.put('routes', '{}')
  systemsManager.failNext({
    operation: 'GetParameter',
    fault: { kind: 'aws-error', httpStatus: 400, errorType: 'AccessDeniedException', message: 'no' },
  })
  await expect(parameter('routes')).rejects.toMatchObject({ name: 'AccessDeniedException' })
  await expect(parameter('routes')).resolves.toMatchObject({ Value: '{}' })
})
