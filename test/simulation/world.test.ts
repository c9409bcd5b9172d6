import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { shippedAlarms } from './world/alarms.ts'
import type { Fault } from './world/faults.ts'
import { timeoutSeconds } from './world/lambdaService.ts'
import type { Scenario } from './world/scenario.ts'
import { simulate } from './world/simulate.ts'

const textOf = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8')

const scenario: Scenario = {
  seed: 5,
  channels: ['sns'],
  operations: [
    {
      atSeconds: 10,
      type: 'FLOW_FLUSH',
      firewall: 0,
      place: 'zone-a',
      script: { durationSeconds: 3, finalStatus: 'COMPLETED', flowCount: 3 },
      copies: [{ delaySeconds: 2 }],
    },
  ],
  faults: [],
  firstSweepAtSeconds: null,
}

const withFault = (fault: Fault) => simulate({ ...scenario, faults: [fault] })

describe('the world is that of the deployed stack', () => {
  test('every function has the time limit of serverless.yml', () => {
    const functions = textOf('serverless.yml').split('\nfunctions:\n')[1] ?? ''
    const limits = [...functions.matchAll(/^ {2}(\w+):\n {4}handler:[^]*?^ {4}timeout: (\d+)$/gmu)].map(
      ([, name = '', seconds]) => [name, Number(seconds)] as const,
    )
    expect(Object.fromEntries(limits)).toEqual(timeoutSeconds)
  })

  test('every alarm of alarms.yml is known, with a metric or a queue, and a period', () => {
    const names = [...textOf('resources/alarms.yml').matchAll(/^ {2}(\w+)Alarm:$/gmu)].map(([, name]) => name)
    expect(shippedAlarms().map(({ name }) => name)).toEqual(names)
    for (const { metrics, queue, periodSeconds } of shippedAlarms()) {
      expect(metrics.length > 0 || queue !== null).toBe(true)
      expect(periodSeconds).toBeGreaterThanOrEqual(60)
    }
  })
})

describe('a fault at a call', () => {
  const published = async (fault: Fault) => {
    const { models, journal } = await withFault(fault)
    return {
      taken: models.sns.published.length,
      calls: journal.exchanges.filter(({ site }) => site === 'Publish').length,
    }
  }

  test('before: nothing is done, and the call is made again', async () => {
    expect(await published({ at: 'Publish', mode: 'before' })).toEqual({ taken: 1, calls: 2 })
  })

  test.each(['after', 'hang-after', 'crash-after'] as const)('%s: it is done, and done again', async mode => {
    expect(await published({ at: 'Publish', mode })).toEqual({ taken: 2, calls: 2 })
  })

  test.each(['hang', 'crash-before'] as const)(
    '%s: nothing is done, and the call is made again',
    async mode => {
      expect(await published({ at: 'Publish', mode })).toEqual({ taken: 1, calls: 2 })
    },
  )

  test('hang: the caller waits for its own time limit of ten seconds', async () => {
    const { journal } = await withFault({ at: 'Publish', mode: 'hang' })
    const [first, second] = journal.exchanges.filter(({ site }) => site === 'Publish')
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(10_000)
  })

  test('it is of the calls that are named, and of no others', async () => {
    const operations = scenario.operations.map(plan => {
      return { ...plan, script: { ...plan.script, durationSeconds: 12 } }
    })
    const fault = { at: 'DescribeFlowOperation', mode: 'before', fromCall: 2, times: 2 } as const
    const { journal } = await simulate({ ...scenario, operations, faults: [fault] })
    const polls = journal.exchanges.filter(({ by }) => by === 'pollOperation')
    expect(polls.map(poll => poll.fault).slice(0, 4)).toEqual([null, 'before', 'before', null])
  })

  test('a crash loses what the function remembered: the secret is read again', async () => {
    const secrets = async (faults: readonly Fault[]) => {
      const { journal } = await simulate({ ...scenario, channels: ['slack-webhook'], faults })
      return journal.exchanges.filter(({ site }) => site === 'GetSecretValue').length
    }
    expect(await secrets([])).toBe(1)
    expect(await secrets([{ at: 'webhook', mode: 'before' }])).toBe(1)
    expect(await secrets([{ at: 'webhook', mode: 'crash-before' }])).toBe(2)
  })
})

describe('a fault of an invocation', () => {
  const ends = async (fault: Fault) => {
    const { journal, executions } = await withFault(fault)
    const runs = journal.invocations.filter(({ functionName }) => functionName === 'recordAudit')
    const status = executions[0]?.status
    return { status, ends: runs.map(({ end, isEndSeen }) => `${end}${isEndSeen ? '' : ', unheard'}`) }
  }

  test.each([
    ['before', ['succeeded', 'succeeded']],
    ['after', ['succeeded, unheard', 'succeeded', 'succeeded']],
    ['crash-before', ['died, unheard', 'succeeded', 'succeeded']],
    ['crash-after', ['succeeded, unheard', 'succeeded', 'succeeded']],
    ['hang', ['died, unheard', 'succeeded', 'succeeded']],
    ['hang-after', ['succeeded, unheard', 'succeeded', 'succeeded']],
  ] as const)('%s', async (mode, expected) => {
    expect(await ends({ at: 'lambda:recordAudit', mode })).toEqual({ status: 'SUCCEEDED', ends: expected })
  })

  test('without an answer, the time limit of the task passes', async () => {
    const { executions } = await withFault({
      at: 'lambda:recordAudit',
      mode: 'hang',
      answer: 'lambda-no-answer',
    })
    const [call] = executions[0]?.calls.filter(({ functionName }) => functionName === 'recordAudit') ?? []
    expect(call?.outcome).toBeNull()
    expect(executions[0]).toMatchObject({ status: 'SUCCEEDED' })
  })
})

describe('an event', () => {
  const withCopies = (copies: Scenario['operations'][number]['copies'], change: Partial<Scenario> = {}) =>
    simulate({ ...scenario, ...change, operations: scenario.operations.map(plan => ({ ...plan, copies })) })

  test('that comes twice is watched once', async () => {
    const { executions, models } = await withCopies([
      { delaySeconds: 2 },
      { delaySeconds: 4, hasOtherId: true },
    ])
    expect(executions).toHaveLength(1)
    expect(models.sns.published).toHaveLength(1)
  })

  test('that is lost is made up for by the sweep', async () => {
    const { executions, alarms } = await withCopies([], { firstSweepAtSeconds: 300 })
    expect(executions).toHaveLength(1)
    expect(alarms.map(({ name }) => name)).toContain('EventsLost')
  })

  test('that EventBridge may not hand over waits in the dead-letter queue, and two alarms ring', async () => {
    const fault: Fault = {
      at: 'rule-target',
      mode: 'before',
      answer: { lambdaError: 'NO_PERMISSIONS' },
      times: 'forever',
    }
    const { lostEvents, alarms } = await withFault(fault)
    expect(lostEvents).toHaveLength(1)
    expect(alarms.map(({ name }) => name)).toEqual(['StartEventDeadLetters', 'RuleInvocationsFailed'])
  })

  test('whose watch cannot be started is tried three times, then kept', async () => {
    const { lostEvents, journal } = await withFault({
      at: 'StartExecution',
      mode: 'before',
      times: 'forever',
    })
    expect(journal.exchanges.filter(({ site }) => site === 'StartExecution')).toHaveLength(3)
    expect(lostEvents).toHaveLength(1)
  })
})
