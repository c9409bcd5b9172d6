import { readFileSync } from 'node:fs'
import path from 'node:path'
import { completedAt, inProgress } from '../statemachines/facts.ts'
import { type Watched, type World, watchIn } from '../statemachines/watchBed.ts'

const projectRoot = path.resolve(import.meta.dirname, '../..')
export const costsFile = path.join(projectRoot, 'docs/costs.md')

/** What one call of a function is taken to last; its memory is serverless.yml's. No Lambda was timed for this. */
const assumedSecondsPerCall = 0.2
const gigabytesPerCall = 0.25
/** Platform lines, traces and execution log beside what the audit log gets, taken per call and per transition. */
const assumedLogBytesPerCall = 1000
const assumedLogBytesPerTransition = 1000

type Price = { readonly price: number; readonly source: string }
type Prices = { readonly perUnit: Readonly<Record<string, Price>> }

/** One kind of operation, and what 1,000 of it cost. */
export type CostRow = {
  readonly operation: string
  readonly transitions: number
  readonly calls: number
  readonly dollarsPerThousand: number
}

const kinds: readonly (readonly [string, World])[] = [
  ['ends after 20 s', { describe: completedAt(20) }],
  ['ends after 2 min', { describe: completedAt(120) }],
  ['ends after 1 h (with an overdue notice)', { describe: completedAt(3600) }],
  ['never ends: 12 h', { describe: () => inProgress }],
]

/** Counts transitions and calls in runs of the shipped state machine, and prices them. */
export async function costRows(): Promise<CostRow[]> {
  const rows: CostRow[] = []
  for (const [operation, world] of kinds) rows.push(rowOf(operation, await watchIn(world)))
  return rows
}

function rowOf(operation: string, watched: Watched): CostRow {
  const transitions = watched.states.length
  // startWatch is not part of the state machine.
  const calls = watched.invocations.length + 1
  const snsPublishes = watched.delivered.filter(({ channel }) => channel === 'sns').length
  const events = watched.delivered.filter(({ channel }) => channel === 'eventbridge').length
  const logBytes =
    Buffer.byteLength(JSON.stringify(watched.records)) +
    calls * assumedLogBytesPerCall +
    transitions * assumedLogBytesPerTransition
  const dollars =
    transitions * price('stateTransition') +
    calls *
      (price('lambdaRequest') +
        assumedSecondsPerCall * gigabytesPerCall * price('lambdaGigabyteSecondArm64')) +
    snsPublishes * (price('snsPublish') + price('snsMail')) +
    events * price('eventBridgeEvent') +
    (logBytes / 1e9) * price('logGigabyte')
  return { operation, transitions, calls, dollarsPerThousand: dollars * 1000 }
}

function price(unit: string): number {
  const prices = JSON.parse(readFileSync(path.join(projectRoot, 'docs/prices.json'), 'utf8')) as Prices
  const found = prices.perUnit[unit]
  if (!found) throw new TypeError(`docs/prices.json has no price of ${unit}`)
  return found.price
}

/** The table as it stands in docs/costs.md. */
export function costTable(rows: readonly CostRow[]): string {
  return [
    '| operation | transitions | function calls | USD per 1,000 |',
    '| --- | --- | --- | --- |',
    ...rows.map(
      row =>
        `| ${row.operation} | ${row.transitions} | ${row.calls} | ${row.dollarsPerThousand.toFixed(2)} |`,
    ),
  ].join('\n')
}
