import { readFileSync } from 'node:fs'
import type { MetricPoint } from './journal.ts'

/** One alarm of resources/alarms.yml: what it watches, and when it rings. */
export type Alarm = {
  readonly name: string
  readonly metrics: readonly string[]
  readonly queue: string | null
  readonly periodSeconds: number
  readonly evaluationPeriods: number
  readonly datapointsToAlarm: number
  readonly threshold: number
  readonly ringsBelow: boolean
}

/** An alarm that would have rung. `at`: the end of the period that rang it, virtual milliseconds. */
export type Ringing = { readonly name: string; readonly at: number }

const file = new URL('../../../resources/alarms.yml', import.meta.url)
let alarms: readonly Alarm[] | undefined

/** The shipped alarms, read from the file that is deployed. */
export function shippedAlarms(): readonly Alarm[] {
  alarms ??= readFileSync(file, 'utf8')
    .split(/^ {2}(?=\w+Alarm:$)/mu)
    .slice(1)
    .map(alarmOf)
  return alarms
}

function alarmOf(block: string): Alarm {
  const valueOf = (key: string) => new RegExp(`^ +${key}: (.+)$`, 'mu').exec(block)?.[1] ?? null
  const numberOf = (key: string, otherwise: number) =>
    Number(valueOf(key)?.replace(/^\$.*/u, '') || otherwise)
  const evaluationPeriods = numberOf('EvaluationPeriods', 10)
  return {
    name: /^(\w+)Alarm:/u.exec(block)?.[1] ?? '',
    metrics: [...new Set([...block.matchAll(/^ +MetricName: (\w+)$/gmu)].map(([, name = '']) => name))],
    queue: /!GetAtt (\w+)\.QueueName/u.exec(block)?.[1] ?? null,
    periodSeconds: numberOf('Period', 300),
    evaluationPeriods,
    datapointsToAlarm: numberOf('DatapointsToAlarm', evaluationPeriods),
    threshold: numberOf('Threshold', 0),
    ringsBelow: valueOf('ComparisonOperator') === 'LessThanThreshold',
  }
}

/**
 * The alarms that ring over these figures, each once, in the order of the file. Alarms on queues are asked by their queue's depth
 * at the end; SweepMissing, which rings when nothing comes, only up to the last sweep of the run.
 */
export function ringingAlarms(
  points: readonly MetricPoint[],
  depthByQueue: Readonly<Record<string, number>>,
  { endedAt, lastSweepAt }: { readonly endedAt: number; readonly lastSweepAt: number },
): Ringing[] {
  return shippedAlarms().flatMap(alarm => {
    if (alarm.queue !== null) {
      return (depthByQueue[alarm.queue] ?? 0) > alarm.threshold ? [{ name: alarm.name, at: endedAt }] : []
    }
    const at = firstRing(alarm, points, alarm.ringsBelow ? lastSweepAt : endedAt)
    return at === null ? [] : [{ name: alarm.name, at }]
  })
}

function firstRing(alarm: Alarm, points: readonly MetricPoint[], until: number): number | null {
  const periodMilliseconds = alarm.periodSeconds * 1000
  const sums = new Map<number, number>()
  for (const { at, name, value } of points) {
    if (!alarm.metrics.includes(name)) continue
    const period = Math.floor(at / periodMilliseconds)
    sums.set(period, (sums.get(period) ?? 0) + value)
  }
  const isBad = (period: number) => {
    const sum = sums.get(period) ?? 0
    return alarm.ringsBelow ? sum < alarm.threshold : sum > alarm.threshold
  }
  const candidates = alarm.ringsBelow
    ? periodsUntil(until, periodMilliseconds)
    : [...sums.keys()].toSorted((a, b) => a - b)
  const rung = candidates.find(period => {
    if (alarm.ringsBelow && period + 1 < alarm.evaluationPeriods) return false
    const window = Array.from({ length: alarm.evaluationPeriods }, (_, back) => period - back)
    return window.filter(each => each >= 0 && isBad(each)).length >= alarm.datapointsToAlarm
  })
  return rung === undefined ? null : (rung + 1) * periodMilliseconds
}

function periodsUntil(until: number, periodMilliseconds: number): number[] {
  return Array.from({ length: Math.floor(until / periodMilliseconds) }, (_, period) => period)
}
