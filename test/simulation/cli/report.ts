import type { Failure } from '../explore/explore.ts'
import type { Tally } from '../explore/tally.ts'
import type { Seeds } from './workers.ts'

export type Exploration = {
  readonly seeds: Seeds
  readonly tally: Tally
  readonly failures: readonly Failure[]
  readonly seconds: number
}

/** What a person wants to know at the end, in lines. */
export function summaryLines({ seeds, tally, failures, seconds }: Exploration): string[] {
  const { first, count } = seeds
  const violations = failures.length
  return [
    `${tally.runs} runs, seeds ${first} to ${first + count - 1}, in ${Math.round(seconds)} s: ${violations} with violations`,
    `${tally.executions} executions, ${tally.calls} calls, ${Math.round(tally.virtualHours)} virtual hours`,
    '',
    'faults',
    ...counted(tally.faults),
    'outcomes',
    ...counted(tally.outcomes),
    'rules, with what was checked and what was wrong',
    ...Object.entries(tally.checks).map(
      ([key, { looked, violations: wrong }]) =>
        `${String(looked).padStart(10)} ${String(wrong).padStart(4)}  ${key}`,
    ),
  ]
}

/** A failure in one line, told while the others still run. */
export function failureLine({ seed, violations }: Failure): string {
  return `seed ${seed}: ${violations[0] ?? 'a rule is broken'}`
}

/** A failure as its finder needs it: what broke, the smallest scenario, what happened, and how to see it again. */
export function failureLines({ seed, violations, scenario, timeline }: Failure): string[] {
  return [
    '',
    `Seed ${seed} breaks a rule:`,
    ...violations.map(violation => `  ${violation}`),
    'Smallest scenario:',
    JSON.stringify(scenario, null, 2),
    'Timeline:',
    ...timeline.map(line => `  ${line}`),
    `Again: npm run simulate -- --seed ${seed} --runs 1`,
  ]
}

/** The report as a page of the documentation. */
export function markdownReport(exploration: Exploration): string {
  const { seeds, tally, failures, seconds } = exploration
  const total = Object.values(tally.faults).reduce((sum, count) => sum + count, 0)
  return [
    '# What the simulator found',
    '',
    'Written by `npm run simulate`; [simulation.md](simulation.md) says what is run and checked.',
    '',
    '| | |',
    '| --- | --- |',
    `| seeds | ${seeds.first} to ${seeds.first + seeds.count - 1} |`,
    `| runs | ${tally.runs.toLocaleString('en')} |`,
    `| runs that broke a rule | ${failures.length} |`,
    `| executions | ${tally.executions.toLocaleString('en')} |`,
    `| calls over the network | ${tally.calls.toLocaleString('en')} |`,
    `| faults that happened | ${total.toLocaleString('en')} |`,
    `| virtual time | ${Math.round(tally.virtualHours / 24).toLocaleString('en')} days |`,
    `| real time | ${Math.round(seconds / 60)} min on Node ${process.versions.node} |`,
    '',
    '## Rules',
    '',
    '| rule | checked | broken |',
    '| --- | --: | --: |',
    ...Object.entries(tally.checks).map(
      ([key, { looked, violations }]) =>
        `| ${key.replace(' ', ': ')} | ${looked.toLocaleString('en')} | ${violations} |`,
    ),
    '',
    '## Faults',
    '',
    ...table('fault', tally.faults),
    '',
    '## Outcomes',
    '',
    'Lines of the audit log, repeated ones included.',
    '',
    ...table('outcome', tally.outcomes),
    '',
  ].join('\n')
}

function table(what: string, counts: Readonly<Record<string, number>>): string[] {
  const rows = sorted(counts).map(([name, count]) => `| ${name} | ${count.toLocaleString('en')} |`)
  return [`| ${what} | times |`, '| --- | --: |', ...rows]
}

function counted(counts: Readonly<Record<string, number>>): string[] {
  return sorted(counts).map(([name, count]) => `${String(count).padStart(10)}       ${name}`)
}

function sorted(counts: Readonly<Record<string, number>>): [string, number][] {
  return Object.entries(counts).toSorted(([, one], [, other]) => other - one)
}
