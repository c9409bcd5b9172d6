import type { Run } from '../world/simulate.ts'
import { type Checker, each, together } from './checker.ts'
import { named } from './facts.ts'

/** More than the state machine's own time limit of 72 hours would be a watch that nobody ends. */
const executionLimitHours = 72
/** Stays clear of Step Functions' limit of 25,000. */
const historyBudget = 20_000
const sweepFindsSeconds = 900

/** I12. A run that was cut at an early horizon of its scenario is left out. */
const everyExecutionEnds: Checker = {
  id: 'I12',
  rule: 'every execution ends: well, or red with an alarm',
  check: (run, { watches }) =>
    each(watches, watched => {
      const { status, error, endedAt, startedAt } = watched.execution
      if (status === 'RUNNING')
        return run.scenario.horizonSeconds === undefined ? `${named(watched)} never ended` : null
      if (((endedAt ?? 0) - startedAt) / 3_600_000 > executionLimitHours)
        return `${named(watched)} took too long`
      if (error === 'ExecutionTimeoutError')
        return `${named(watched)} ran into the time limit of the state machine`
      const rings = run.alarms.some(({ name }) => name === 'ExecutionsFailed')
      return status === 'FAILED' && !rings ? `${named(watched)} failed (${error}) and no alarm rings` : null
    }),
}

/** I12, the other way round: what ended well must have been well. */
const greenMeansDone: Checker = {
  id: 'I12',
  rule: 'an execution that ended well has its record, and no dead letter',
  check: (run, { watches }) =>
    each(
      watches.filter(({ execution }) => execution.status === 'SUCCEEDED'),
      watched => {
        if (watched.finished.length === 0) return `${named(watched)} ended well without a record`
        const letter = run.letters.find(({ document }) => document.watchKey === watched.execution.name)
        if (letter) return `${named(watched)} ended well with a dead letter for ${letter.channel}`
        if (watched.records.some(({ record }) => record.recordType === 'NOTIFICATION_DEAD_LETTERED'))
          return `${named(watched)} ended well, and a message of it is recorded as a dead letter`
        return watched.finished[0]?.record['outcome'] === 'WATCH_FAILED'
          ? `${named(watched)} ended well without having watched`
          : null
      },
    ),
}

/** I19, by the count of test/statemachines/historyEvents.ts, which follows AWS's documentation and not AWS itself. */
const historyIsShort: Checker = {
  id: 'I19',
  rule: 'no execution has more than 20,000 history events',
  check: (_run, { watches }) =>
    each(watches, watched => {
      const { historyEvents } = watched.execution
      return historyEvents > historyBudget ? `${named(watched)} has ${historyEvents} history events` : null
    }),
}

/** I20, where nothing kept the sweep itself from working, and the operation was accepted and known by then. */
const sweepFindsTheLost: Checker = {
  id: 'I20',
  rule: 'an operation whose event is lost or late is watched within 15 minutes of its start',
  check: (run, { wasTouched }) => {
    const isSweepDisturbed =
      run.scenario.firstSweepAtSeconds === null ||
      (run.scenario.firstSweepAtSeconds ?? 0) > 600 ||
      run.scenario.clockJump !== undefined ||
      wasTouched(
        'lambda:sweepOperations',
        'lambda:startWatch',
        'StartExecution',
        'ListFirewalls',
        'DescribeFirewall',
        'ListVpcEndpointAssociations',
        'ListFlowOperations',
        'DescribeFlowOperation',
      )
    const lost = isSweepDisturbed ? [] : run.operations.filter(operation => isOnlyForTheSweep(operation))
    return each(lost, ({ flowOperationId, at }) => {
      const execution = run.executions.find(({ name }) => name === flowOperationId)
      const late = execution ? (execution.startedAt - at) / 1000 : Infinity
      return late > sweepFindsSeconds
        ? `the operation ${flowOperationId} was found ${late} s after its start`
        : null
    })
  },
}

function isOnlyForTheSweep({ flowOperationId, plan }: Run['operations'][number]): boolean {
  return flowOperationId !== null && plan.copies.every(({ delaySeconds }) => delaySeconds > sweepFindsSeconds)
}

/** I15, where nothing kept startWatch and the log from working. */
const badEventsAreRecorded: Checker = {
  id: 'I15',
  rule: 'whatever an event holds, startWatch ends without an error, and a bad one is recorded and counted',
  check: (run, { wasTouched }) => {
    if (
      wasTouched(
        'lambda:startWatch',
        'StartExecution',
        'ListFlowOperations',
        'DescribeFlowOperation',
        'CreateLogStream',
        'PutLogEvents',
      )
    )
      return { looked: 0, violations: [] }
    const starts = run.journal.invocations.filter(({ functionName }) => functionName === 'startWatch')
    const rejected = starts.filter(
      ({ result }) => (result as { result?: string } | null)?.result === 'REJECTED',
    )
    const records = run.records.filter(({ record }) => record.recordType === 'EVENT_REJECTED')
    const counted = run.journal.metrics.filter(({ name }) => name === 'EventsRejected')
    return together(
      each(starts, ({ id, end, error }) =>
        end === 'succeeded' ? null : `startWatch #${id} ${end}: ${error}`,
      ),
      each(rejected.length > 0 ? [rejected.length] : [], count =>
        records.length >= 1 &&
        counted.length === count &&
        run.alarms.some(({ name }) => name === 'EventsRejected')
          ? null
          : `${count} bad events, ${records.length} records, ${counted.length} counted`,
      ),
    )
  },
}

export const endingCheckers = [
  everyExecutionEnds,
  greenMeansDone,
  historyIsShort,
  sweepFindsTheLost,
  badEventsAreRecorded,
]
