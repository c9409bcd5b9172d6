import { describe, expect, test } from '@jest/globals'
import type { Definition } from '../../../local/engine/definition.ts'
import { type ExecutionEvent, runExecution } from '../../../local/engine/runExecution.ts'
import type { TaskFunctions } from '../../../local/engine/taskBorder.ts'
import { inVirtualTime, WorkInFlight } from '../../../local/engine/virtualTime.ts'

const task = {
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Parameters: { FunctionName: 'arn:aws:lambda:local:000000000000:function:work', 'Payload.$': '$' },
  TimeoutSeconds: 20,
}
const caught = { Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.failure', Next: 'Done' }] }
const done = { Type: 'Succeed' }

function machine(change: object): Definition {
  const work = { ...task, Next: 'Done', ...change }
  return { StartAt: 'Work', States: { Work: work, Done: done } }
}

function run(definition: Definition, functions: TaskFunctions, input: object = { a: 1 }) {
  const events: ExecutionEvent[] = []
  const observe = (event: ExecutionEvent) => events.push(event)
  return runExecution({ definition, functions, name: 'run-1', input, observe }).then(end => ({ end, events }))
}

const crash = () => Promise.reject(new RangeError('too far'))

describe('an execution', () => {
  test('that succeeds ends with the data of its last state', async () => {
    const { end } = await run(machine({ ResultPath: '$.result' }), { work: () => Promise.resolve(2) })

    expect(end).toEqual({
      status: 'SUCCEEDED',
      lastState: 'Done',
      data: { a: 1, result: { ExecutedVersion: '$LATEST', Payload: 2, StatusCode: 200 } },
      error: null,
      cause: null,
    })
  })

  test('that ends in a Fail state has its Error, its Cause and the data up to there', async () => {
    const definition = { StartAt: 'Broken', States: { Broken: { Type: 'Fail', Error: 'E', Cause: 'C' } } }
    const { end } = await run(definition, {})

    expect(end).toEqual({ status: 'FAILED', lastState: 'Broken', data: { a: 1 }, error: 'E', cause: 'C' })
  })

  test('that nobody catches has the name and the Cause of the error', async () => {
    const { end } = await run(machine({}), { work: crash })

    expect(end).toMatchObject({ status: 'FAILED', error: 'RangeError' })
    expect(JSON.parse(end.cause ?? '')).toMatchObject({ errorType: 'RangeError', errorMessage: 'too far' })
  })

  test('hands a caught error on as AWS does: Error, and Cause as JSON text', async () => {
    const { end } = await run(machine(caught), { work: crash })

    expect(end.data).toEqual({
      a: 1,
      failure: {
        Error: 'RangeError',
        Cause: JSON.stringify({ errorType: 'RangeError', errorMessage: 'too far', trace: [] }),
      },
    })
  })

  test('never changes the input that it was given', async () => {
    const input = { list: [1] }
    await run(machine({}), { work: () => Promise.resolve(null) }, input)

    expect(input).toEqual({ list: [1] })
  })

  test('knows its name and its state machine', async () => {
    const parameters = {
      FunctionName: 'work',
      Payload: { 'name.$': '$$.Execution.Name', 'machine.$': '$$.StateMachine.Name' },
    }
    const work = (payload: unknown) => Promise.resolve(payload)
    const { end } = await run(machine({ Parameters: parameters }), { work })

    expect(end.data).toMatchObject({ Payload: { name: 'run-1', machine: 'watch-flow-operation' } })
  })

  test('observes each state in its order, and each result or failure of a function', async () => {
    let calls = 0
    const work = () => {
      calls += 1
      return calls === 1 ? crash() : Promise.resolve('good')
    }
    const retried = { Retry: [{ ErrorEquals: ['RangeError'], IntervalSeconds: 1, MaxDelaySeconds: 2 }] }
    const { events } = await inVirtualTime(new WorkInFlight(), () => run(machine(retried), { work }))

    const entered = events.filter(event => event.kind === 'STATE_ENTERED').map(({ state }) => state)
    expect(entered).toEqual(['Work', 'Done'])
    const tasks = events.filter(({ kind }) => kind !== 'STATE_ENTERED')
    expect(tasks).toEqual([
      { kind: 'TASK_FAILED', state: 'Work', error: 'RangeError', cause: expect.any(String) },
      { kind: 'TASK_SUCCEEDED', state: 'Work', result: 'good' },
    ])
  })
})

describe('a Task', () => {
  test('that invokes no function is refused: the engine would call AWS', async () => {
    const elsewhere = machine({ Resource: 'arn:aws:states:::sqs:sendMessage' })

    await expect(run(elsewhere, {})).rejects.toThrow('Work invokes no function')
  })

  test('inside a Map or Parallel is refused all the same', async () => {
    const inner = {
      StartAt: 'Inner',
      States: { Inner: { ...task, Resource: 'arn:aws:states:::sns:publish' } },
    }
    const inMap = { StartAt: 'Each', States: { Each: { Type: 'Map', ItemProcessor: inner } } }
    const inParallel = { StartAt: 'Both', States: { Both: { Type: 'Parallel', Branches: [inner] } } }

    await expect(run(inMap, {})).rejects.toThrow('Inner invokes no function')
    await expect(run(inParallel, {})).rejects.toThrow('Inner invokes no function')
  })

  test('whose function is missing fails as in AWS, and never reaches AWS', async () => {
    const { end } = await run(machine({}), {})

    expect(end).toMatchObject({ status: 'FAILED', error: 'Lambda.ResourceNotFoundException' })
  })

  test('inside a Map calls the local function for each item', async () => {
    const definition = {
      StartAt: 'Each',
      States: {
        Each: {
          Type: 'Map',
          ItemsPath: '$.items',
          ItemProcessor: {
            StartAt: 'Inner',
            States: { Inner: { ...task, ResultSelector: { 'n.$': '$.Payload' }, End: true } },
          },
          ResultPath: '$.results',
          Next: 'Done',
        },
        Done: done,
      },
    }
    const work = (item: unknown) => Promise.resolve(Number(item) * 2)
    const { end } = await run(definition, { work }, { items: [1, 2, 3] })

    expect(end.data).toMatchObject({ results: [{ n: 2 }, { n: 4 }, { n: 6 }] })
  })

  test('with a result that is too large fails as in AWS', async () => {
    const { end } = await run(machine({}), { work: () => Promise.resolve('x'.repeat(262_144)) })

    expect(end.error).toBe('States.DataLimitExceeded')
  })
})
