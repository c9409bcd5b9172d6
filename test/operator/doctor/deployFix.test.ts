import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { deployFix, parameterDefaults, untoldParameters } from '../../../operator/doctor/deployFix.ts'
import { denied, patientWith } from '../support/patients.ts'

const fixFor = (
  parameters: Readonly<Record<string, string>>,
  changes: Readonly<Record<string, string>> = {},
) => {
  const facts = { id: 'id', status: 'UPDATE_COMPLETE', createdAtMilliseconds: 0, parameters }
  return deployFix({ words: 'Deploy', changes }, patientWith({ stack: async () => facts }).stack)
}

test('what the stack was given is given again, and nothing that is the default', async () => {
  const { command } = await fixFor({
    SlackSecretArn: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:slack-AbCdEf',
    CreateSlackSecret: 'false',
    TopicArn: '',
    AlarmEmail: "o'hara@example.com",
    ReserveConcurrency: 'false',
  })
  expect(command).toBe(
    "npx serverless deploy --stage dev --param slackSecretArn=arn:aws:secretsmanager:eu-west-1:123456789012:secret:slack-AbCdEf --param 'alarmEmail=o'\\''hara@example.com' --param reserveConcurrency=false",
  )
})

test('a change takes the place of what was given', async () => {
  const { command } = await fixFor({ TopicKmsKeyArn: 'old' }, { topicKmsKeyArn: 'new' })
  expect(command).toBe('npx serverless deploy --stage dev --param topicKmsKeyArn=new')
})

test('routes came from a file, which is not forgotten', async () => {
  const { command } = await fixFor({ RoutesDocument: '{"routes":[]}' })
  expect(command).toBe('npx serverless deploy --stage dev --param routesFile=routes.json')
})

test('what no stack tells is named', async () => {
  expect((await fixFor({})).words).toContain(
    'overdueMinutes, pollTable, sweepMinutes, auditRetentionDays, logRetentionDays',
  )
})

test('parameters that may not be asked for are asked of the reader', async () => {
  const { stack } = patientWith({ stack: () => Promise.reject(denied('cloudformation:DescribeStacks')) })
  expect(await deployFix({ words: 'Deploy', changes: {} }, stack)).toEqual({
    words: 'Deploy, with the same --param values as before',
    command: 'npx serverless deploy --stage dev',
  })
})

test('a stack that does not exist was given nothing', async () => {
  const { stack } = patientWith({ stack: async () => null })
  expect(await deployFix({ words: 'Deploy', changes: {} }, stack)).toEqual({
    words: 'Deploy',
    command: 'npx serverless deploy --stage dev',
  })
})

/** `name: value` lines of the block of defaults in serverless.yml. */
function defaultsInServiceFile(): Record<string, string> {
  const text = readFileSync('serverless.yml', 'utf8')
  const block = /\nparams:\n {2}default:\n((?: {4}.*\n)+)/.exec(text)?.[1] ?? ''
  const lines = block.split('\n').map(line => /^ {4}(\w+): (.*)$/.exec(line))
  return Object.fromEntries(
    lines.filter(line => line !== null).map(([, name, value]) => [name, value === "''" ? '' : value]),
  )
}

test('every parameter of serverless.yml is given again with its default known, or named, or is the file of the routes', () => {
  const { routesFile, ...defaults } = defaultsInServiceFile()
  expect(routesFile).toBe('')
  const told = Object.entries(defaults).filter(([name]) => !untoldParameters.includes(name))
  expect(Object.fromEntries(told)).toEqual(parameterDefaults)
  expect(Object.keys(defaults)).toEqual(expect.arrayContaining(untoldParameters))
})
