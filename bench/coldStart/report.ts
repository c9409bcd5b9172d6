import { cpus, loadavg } from 'node:os'
import type { BundleSize } from './bundleSize.ts'
import type { ColdStart, Measured } from './measure.ts'
import { pairedRatio, type Ratio, type Spread, spreadOf } from './statistics.ts'
import { type VariantName, variantNames, variantWords } from './variants.ts'

/** The machine, and how busy it was: figures of two runs are comparable as ratios at best. */
export type Circumstances = {
  readonly nodeVersion: string
  readonly processor: string
  readonly processors: number
  readonly runs: number
  readonly isRuntimeLoaded: boolean
  /** Load averages of one minute, at the beginning and at the end. */
  readonly loads: readonly [number, number]
}

type VariantFigures = {
  readonly size: BundleSize
  readonly importMilliseconds: Spread
  readonly answerMilliseconds: Spread
}
type FunctionFigures = {
  readonly name: string
  readonly variants: Readonly<Record<VariantName, VariantFigures>>
  /** Shipped over default. */
  readonly importRatio: Ratio
  readonly importProcessorRatio: Ratio
  readonly answerRatio: Ratio
}
export type Report = { readonly circumstances: Circumstances; readonly functions: readonly FunctionFigures[] }

export function circumstancesOf(runs: number, isRuntimeLoaded: boolean, loadAtStart: number): Circumstances {
  const [processor] = cpus()
  return {
    nodeVersion: process.version,
    processor: processor?.model ?? 'unknown',
    processors: cpus().length,
    runs,
    isRuntimeLoaded,
    loads: [loadAtStart, currentLoad()],
  }
}

export function currentLoad(): number {
  return loadavg()[0] ?? Number.NaN
}

export function figuresOf({ name, samples, sizes }: Measured): FunctionFigures {
  const times = (variant: VariantName, member: keyof ColdStart) => samples[variant].map(each => each[member])
  const ratio = (member: keyof ColdStart) => pairedRatio(times('shipped', member), times('default', member))
  const variants = Object.fromEntries(
    variantNames.map(variant => [
      variant,
      {
        size: sizes[variant],
        importMilliseconds: spreadOf(times(variant, 'importMilliseconds')),
        answerMilliseconds: spreadOf(times(variant, 'answerMilliseconds')),
      },
    ]),
  ) as Record<VariantName, VariantFigures>
  return {
    name,
    variants,
    importRatio: ratio('importMilliseconds'),
    importProcessorRatio: ratio('importProcessorMilliseconds'),
    answerRatio: ratio('answerMilliseconds'),
  }
}

/** The report as Markdown tables, which read well on a terminal too. */
export function reportText({ circumstances, functions }: Report): string {
  return [
    ...circumstanceLines(circumstances),
    '',
    ...table(
      ['function', 'shipped / default: import', 'the same of the importing thread', 'import to first answer'],
      functions.map(each => [
        each.name,
        ratioText(each.importRatio),
        ratioText(each.importProcessorRatio),
        ratioText(each.answerRatio),
      ]),
    ),
    '',
    ...table(
      ['function', 'variant', 'bundle KB (gzip)', 'loaded KB (files)', 'import ms', 'first answer ms'],
      functions.flatMap(each =>
        variantNames.map(variant => [each.name, variant, ...variantCells(each.variants[variant])]),
      ),
    ),
    '',
  ].join('\n')
}

function circumstanceLines(given: Circumstances): string[] {
  const { nodeVersion, processor, processors, runs, isRuntimeLoaded, loads } = given
  const ahead = isRuntimeLoaded
    ? 'with node:http loaded before the clock starts, as in Lambda'
    : 'bare processes'
  return [
    `Node.js ${nodeVersion}, ${processors} x ${processor}; load ${loads.map(load => load.toFixed(1)).join(' to ')}.`,
    `${runs} interleaved runs in fresh processes, ${ahead}. This is not Lambda: only ratios of one run mean anything.`,
    'Times: median (p10 to p90). Ratios: median of the pairs [95 % by bootstrap]; of the importing thread: its processor time.',
    ...variantNames.map(name => `- ${name}: ${variantWords[name]}`),
  ]
}

function variantCells({ size, importMilliseconds, answerMilliseconds }: VariantFigures): string[] {
  const kilobytes = (bytes: number) => (bytes / 1024).toFixed(1)
  return [
    `${kilobytes(size.bundleBytes)} (${kilobytes(size.bundleGzipBytes)})`,
    `${kilobytes(size.loadedBytes)} (${size.loadedFiles})`,
    spreadText(importMilliseconds),
    spreadText(answerMilliseconds),
  ]
}

function spreadText({ median, p10, p90 }: Spread): string {
  return `${median.toFixed(1)} (${p10.toFixed(1)} to ${p90.toFixed(1)})`
}

function ratioText({ ratio, low, high }: Ratio): string {
  return `${ratio.toFixed(2)} [${low.toFixed(2)} to ${high.toFixed(2)}]`
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)]
}
