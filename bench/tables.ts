import type { CarrierFigures } from './carriers.ts'
import type { CrowdReport } from './crowd.ts'
import type { Figures } from './figures.ts'
import type { HeldOutFigures } from './heldOut.ts'
import type { BenchReport } from './run.ts'
import type { TraceReport } from './schedules.ts'

type Column<Row> = readonly [heading: string, cell: (row: Row) => string]

const seconds = (value: number | null) => (value === null ? '-' : value.toFixed(value < 100 ? 1 : 0))

const lateness: readonly Column<Figures>[] = [
  ['mean', row => seconds(row.latenessMean)],
  ['p50', row => seconds(row.latenessP50)],
  ['p95', row => seconds(row.latenessP95)],
  ['p99', row => seconds(row.latenessP99)],
  ['max', row => seconds(row.latenessMax)],
]

const costs: readonly Column<Figures>[] = [
  ['transitions', row => row.transitions.toFixed(0)],
  ['events', row => row.historyEvents.toFixed(0)],
  ['USD/1,000', row => (row.usd * 1000).toFixed(2)],
  ['lost', row => (row.lost === 0 ? '-' : `${(row.lost * 100).toFixed(0)} %`)],
]

export const traceColumns: readonly Column<Figures>[] = [
  ['contender', row => row.contender],
  ...lateness,
  ['x optimum', row => row.timesOptimum?.toFixed(2) ?? '-'],
  ['x frontier', row => (row.timesFrontier ? row.timesFrontier.toFixed(2) : '-')],
  ['polls', row => row.polls.toFixed(1)],
  ['calls', row => row.calls.toFixed(1)],
  ['throttles', row => row.throttles.toFixed(1)],
  ...costs,
]

export const crowdColumns: readonly Column<CrowdReport['figures'][number]>[] = [
  ['design', row => row.contender],
  ...lateness,
  ['floor', row => seconds(row.floorSeconds)],
  ['p99 / floor', row => row.timesFloor?.toFixed(1) ?? '-'],
  ['calls', row => row.calls.toFixed(1)],
  ['throttles', row => row.throttles.toFixed(1)],
  ['after 2 s', row => row.laterThrottles.toFixed(1)],
  ...costs,
]

export const heldOutColumns: readonly Column<HeldOutFigures>[] = [
  ['trace', row => row.trace],
  ['records', row => row.records.toLocaleString('en')],
  ['polls', row => row.polls.toFixed(1)],
  ['mean', row => seconds(row.latenessMean)],
  ['x optimum with a poll at once', row => row.timesOptimum.toFixed(3)],
  ['x optimum without', row => row.timesOptimumWithoutFirst.toFixed(3)],
]

export const carrierColumns: readonly Column<CarrierFigures>[] = [
  ['carrier', row => row.carrier],
  ['transitions', row => row.transitions.toFixed(1)],
  ['function s', row => row.functionSeconds.toFixed(1)],
  ['USD/1,000', row => (row.usd * 1000).toFixed(2)],
]

export function traceHeading({ trace, description, operations, frontierSeconds }: TraceReport): string {
  const bound =
    frontierSeconds === null ? '' : `; lateness x polls is at least ${frontierSeconds.toFixed(1)} s`
  return `${trace}: ${description} (${operations.toLocaleString('en')} operations${bound})`
}

export function crowdHeading({ operations, callsPerSecond, repetitions }: CrowdReport): string {
  const times = repetitions === 1 ? '' : `, ${repetitions} times`
  return `${operations.toLocaleString('en')} operations within a minute, ${callsPerSecond} calls/s${times}`
}

/** All tables as plain text; lateness in seconds, everything else per operation. */
export function terminalTables(report: BenchReport): string {
  const parts = [
    ...report.traces.map(
      trace =>
        `${traceHeading(trace)}\n${plainTable(traceColumns, trace.figures)}\n\n${plainTable(carrierColumns, trace.carriers)}`,
    ),
    `Fitted to one half of a trace, measured on the other\n${plainTable(heldOutColumns, report.heldOut)}`,
    ...report.crowds.map(crowd => `${crowdHeading(crowd)}\n${plainTable(crowdColumns, crowd.figures)}`),
  ]
  const { callSeconds, pricesReadOn, region } = report.assumed
  const notes = `Seed ${report.seed}. Lateness in seconds from an operation's end to the answer that tells it; everything else per operation. Assumed: ${callSeconds} s a call; prices of ${pricesReadOn}, ${region}; durations and limits, which AWS does not publish.`
  return `${parts.join('\n\n')}\n\n${notes}\n`
}

function plainTable<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const lines = [
    columns.map(([heading]) => heading),
    ...rows.map(row => columns.map(([, cell]) => cell(row))),
  ]
  const widths = columns.map((_, column) => Math.max(...lines.map(line => (line[column] ?? '').length)))
  return lines
    .map(line =>
      line
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join('  '),
    )
    .join('\n')
}

export function markdownTable<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [
    line(columns.map(([heading]) => heading)),
    line(columns.map((_, column) => (column === 0 ? '---' : '---:'))),
    ...rows.map(row => line(columns.map(([, cell]) => cell(row)))),
  ].join('\n')
}
