import { readFileSync, writeFileSync } from 'node:fs'
import { plotsOf } from './plots.ts'
import type { BenchReport } from './run.ts'
import {
  carrierColumns,
  crowdColumns,
  crowdHeading,
  heldOutColumns,
  markdownTable,
  traceColumns,
  traceHeading,
} from './tables.ts'

const docs = new URL('../docs/', import.meta.url)
const carrierTraces = ['LN20', 'LN120']

/** Writes the tables and plots of docs/performance.md anew. Throws a TypeError if a place for one is missing there. */
export async function writeDocument(report: BenchReport): Promise<void> {
  const file = new URL('performance.md', docs)
  writeFileSync(file, documentWith(report, readFileSync(file, 'utf8')))
  for (const { name, svg } of await plotsOf(report)) writeFileSync(new URL(`images/${name}.svg`, docs), svg)
}

/** The document with the report's tables between its marks `<!-- bench: name -->` and `<!-- /bench -->`. */
export function documentWith(report: BenchReport, text: string): string {
  return Object.entries(sectionsOf(report)).reduce((document, [name, section]) => {
    const place = new RegExp(`(<!-- bench: ${name} -->\\n)[\\s\\S]*?(\\n<!-- /bench -->)`, 'u')
    if (!place.test(document)) throw new TypeError(`docs/performance.md has no place for ${name}`)
    return document.replace(place, (_all, before: string, after: string) => `${before}${section}${after}`)
  }, text)
}

function sectionsOf(report: BenchReport): Readonly<Record<string, string>> {
  const { traces, crowds, heldOut, seed } = report
  return {
    run: `Seed ${seed}, ${traces[0]?.operations.toLocaleString('en') ?? 0} operations a trace, prices of ${report.assumed.pricesReadOn}.`,
    traces: traces
      .map(trace => `**${traceHeading(trace)}**\n\n${markdownTable(traceColumns, trace.figures)}`)
      .join('\n\n'),
    carriers: traces
      .filter(({ trace }) => carrierTraces.includes(trace))
      .map(({ trace, carriers }) => `**${trace}**\n\n${markdownTable(carrierColumns, carriers)}`)
      .join('\n\n'),
    'held out': markdownTable(heldOutColumns, heldOut),
    crowds: crowds
      .map(crowd => `**${crowdHeading(crowd)}**\n\n${markdownTable(crowdColumns, crowd.figures)}`)
      .join('\n\n'),
  }
}
