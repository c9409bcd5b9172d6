import type { Judged } from './judge.ts'

/** Sums over many runs, as plain numbers, so that they can be sent from process to process. */
export type Tally = {
  runs: number
  executions: number
  calls: number
  virtualHours: number
  faults: Record<string, number>
  outcomes: Record<string, number>
  checks: Record<string, { rule: string; looked: number; violations: number }>
}

export function emptyTally(): Tally {
  return { runs: 0, executions: 0, calls: 0, virtualHours: 0, faults: {}, outcomes: {}, checks: {} }
}

export function countRun(tally: Tally, { run, checked }: Judged): void {
  tally.runs += 1
  for (const { id, rule, looked, violations } of checked) {
    addCheck(tally, `${id} ${rule}`, { rule, looked, violations: violations.length })
  }
  if (!run) return
  tally.executions += run.executions.length
  tally.calls += run.journal.exchanges.length
  tally.virtualHours += run.endedAt / 3_600_000
  for (const { mode, site } of run.journal.faults) {
    add(
      tally.faults,
      `${mode} ${site.startsWith('lambda:') ? 'of a function' : site === 'rule-target' ? 'of a hand-over' : 'of a call'}`,
    )
  }
  for (const { record } of run.records) {
    if (record.recordType === 'OPERATION_FINISHED') add(tally.outcomes, String(record['outcome']))
  }
}

export function addTally(sum: Tally, other: Tally): void {
  sum.runs += other.runs
  sum.executions += other.executions
  sum.calls += other.calls
  sum.virtualHours += other.virtualHours
  for (const [name, count] of Object.entries(other.faults)) add(sum.faults, name, count)
  for (const [name, count] of Object.entries(other.outcomes)) add(sum.outcomes, name, count)
  for (const [key, check] of Object.entries(other.checks)) addCheck(sum, key, check)
}

function add(counts: Record<string, number>, name: string, count = 1): void {
  counts[name] = (counts[name] ?? 0) + count
}

function addCheck(tally: Tally, key: string, check: Tally['checks'][string]): void {
  const known = (tally.checks[key] ??= { rule: check.rule, looked: 0, violations: 0 })
  known.looked += check.looked
  known.violations += check.violations
}
