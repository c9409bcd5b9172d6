import { SFNClient, StartExecutionCommand, type StartExecutionCommandOutput } from '@aws-sdk/client-sfn'
import { expect, test } from '@jest/globals'
import { clientSettings, startOfTestMilliseconds, useLocalAws } from './localAwsFixture.ts'

const fixture = useLocalAws()
const createMachine = () => fixture().local.stepFunctions.createStateMachine('watch')

function start(input: {
  stateMachineArn: string
  name?: string
  input?: string
}): Promise<StartExecutionCommandOutput> {
  return new SFNClient(clientSettings(fixture().local)).send(new StartExecutionCommand(input))
}

test('a started execution is kept with its name and input', async () => {
  const stateMachineArn = createMachine()
  const output = await start({ stateMachineArn, name: 'one', input: '{"a":1}' })
  const executionArn = 'arn:aws:states:eu-west-1:123456789012:execution:watch:one'

  expect(output).toMatchObject({ executionArn, startDate: new Date(startOfTestMilliseconds) })
  expect(fixture().local.stepFunctions.executions).toEqual([
    {
      executionArn,
      stateMachineArn,
      name: 'one',
      input: '{"a":1}',
      startedAtMilliseconds: startOfTestMilliseconds,
    },
  ])
})

test('the same name and input, while it runs, start nothing and are answered alike', async () => {
  const request = { stateMachineArn: createMachine(), name: 'one', input: '{"a":1}' }
  const first = await start(request)
  fixture().clock.nowMilliseconds += 60_000
  const second = await start(request)

  expect([second.executionArn, second.startDate]).toEqual([first.executionArn, first.startDate])
  expect(fixture().local.stepFunctions.executions).toHaveLength(1)
})

test('a name is taken for another input, and for good once the execution has ended', async () => {
  const request = { stateMachineArn: createMachine(), name: 'one', input: '{"a":1}' }
  const { executionArn = '' } = await start(request)
  await expect(start({ ...request, input: '{"a":2}' })).rejects.toThrow('Already Exists')
  fixture().local.stepFunctions.close(executionArn)

  await expect(start(request)).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' })
})

test('executions without a name get one of their own', async () => {
  const stateMachineArn = createMachine()
  await start({ stateMachineArn })
  await start({ stateMachineArn })

  expect(new Set(fixture().local.stepFunctions.executions.map(({ name }) => name)).size).toBe(2)
})

test.each([
  [
    'an unknown machine',
    { stateMachineArn: 'arn:aws:states:eu-west-1:123456789012:stateMachine:other' },
    'StateMachineDoesNotExist',
  ],
  ['a name with a colon', { name: 'a:b' }, 'InvalidName'],
  ['a name with a blank', { name: 'a b' }, 'InvalidName'],
  ['an empty name', { name: '' }, 'ValidationException'],
  ['a name of 81 characters', { name: 'a'.repeat(81) }, 'ValidationException'],
  ['an input that is no JSON', { input: '{' }, 'InvalidExecutionInput'],
  ['an input above 256 KiB', { input: JSON.stringify('x'.repeat(262_143)) }, 'InvalidExecutionInput'],
])('%s is refused', async (_what, change, name) => {
  await expect(start({ stateMachineArn: createMachine(), ...change })).rejects.toMatchObject({ name })
})
