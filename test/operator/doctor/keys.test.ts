import { expect, test } from '@jest/globals'
import { checks } from '../../../operator/doctor/checks/index.ts'
import { examine } from '../../../operator/doctor/examination.ts'
import type { Cloud, Decision } from '../../../operator/ports.ts'
import { denied, environment, patientWith } from '../support/patients.ts'

const topicArn = environment['FLOWBELL_TOPIC_ARN'] ?? ''
const secretArn = environment['FLOWBELL_SLACK_SECRET_ARN'] ?? ''
const keyId = '5e2c3c1f-0000-4000-8000-000000000001'
const keyArn = `arn:aws:kms:eu-west-1:123456789012:key/${keyId}`

type Asked = { role: string; actions: readonly string[]; resourceArn: string; context: object | undefined }

/** What the check says, and what it has asked IAM. */
async function judged(cloud: Partial<Cloud>, verdict: Decision['verdict'] = 'ALLOWED') {
  const asked: Asked[] = []
  const simulate: Cloud['simulate'] = async (role, actions, resourceArn, context) => {
    if (resourceArn.includes(':kms:')) asked.push({ role, actions, resourceArn, context })
    return actions.map(action => ({ action, verdict, why: 'no policy allows it' }))
  }
  const results = await examine(patientWith({ simulate, ...cloud }), checks, () => undefined)
  return { asked, result: results.find(({ name }) => name === 'keys') }
}

test.each([[null], ['alias/aws/sns'], ['arn:aws:kms:eu-west-1:123456789012:alias/aws/sns']])(
  'the key %s needs no right',
  async key => {
    const { asked, result } = await judged({ topicKey: async () => key }, 'DENIED')
    expect([asked, result]).toEqual([[], expect.objectContaining({ status: 'OK', found: 'no customer key' })])
  },
)

test.each([keyId, keyArn])('the key %s of a topic is asked for by its ARN and the topic', async key => {
  const { asked, result } = await judged({ topicKey: async () => key })
  expect(asked).toMatchObject([
    {
      role: 'arn:aws:iam::123456789012:role/deliverNotification',
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resourceArn: keyArn,
      context: {
        'kms:EncryptionContext:aws:sns:topicArn': topicArn,
        'kms:EncryptionContext:SecretARN': 'none',
        'kms:EncryptionContext:aws:lambda:FunctionArn': 'none',
      },
    },
  ])
  expect(result).toMatchObject({ status: 'OK', found: 'that of the topic' })
})

test('a topic whose key the role may not use is a fault, and the fix names the parameter', async () => {
  const { result } = await judged({ topicKey: async () => keyId }, 'DENIED')
  expect(result).toMatchObject({
    status: 'FAULT',
    found: expect.stringContaining(`may not kms:GenerateDataKey on ${keyArn}, the key of the topic`),
    fix: { command: `npx serverless deploy --stage dev --param topicKmsKeyArn=${keyArn}` },
  })
})

test('a secret whose key the role may not use is one too', async () => {
  const { asked, result } = await judged({ secretKey: async () => keyArn }, 'DENIED')
  expect(asked).toMatchObject([
    { actions: ['kms:Decrypt'], context: { 'kms:EncryptionContext:SecretARN': secretArn } },
  ])
  expect(result).toMatchObject({
    status: 'FAULT',
    fix: { command: `npx serverless deploy --stage dev --param slackSecretKmsKeyArn=${keyArn}` },
  })
})

test('a key behind an alias is not known, and neither is one that may not be asked for', async () => {
  expect((await judged({ topicKey: async () => 'alias/mine' })).result).toMatchObject({
    status: 'UNKNOWN',
    fix: { words: expect.stringContaining('topicKmsKeyArn') },
  })
  const secretKey = () => Promise.reject(denied('secretsmanager:DescribeSecret'))
  expect((await judged({ secretKey })).result).toMatchObject({
    status: 'UNKNOWN',
    fix: { words: 'Allow secretsmanager:DescribeSecret to your own role' },
  })
})
