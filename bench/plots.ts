import * as vega from 'vega'
import { compile, type TopLevelSpec } from 'vega-lite'
import type { CrowdReport } from './crowd.ts'
import type { BenchReport } from './run.ts'
import type { TraceReport } from './schedules.ts'
import { callSeconds } from './simulation/simulate.ts'

export type Plot = { readonly name: string; readonly svg: string }

/** Legible on a white and on a dark page: the plot brings its own ground. */
const look = {
  background: '#ffffff',
  padding: 12,
  config: {
    font: 'Helvetica, Arial, sans-serif',
    axis: {
      labelColor: '#333333',
      titleColor: '#333333',
      gridColor: '#e4e4e4',
      labelFontSize: 11,
      titleFontSize: 12,
    },
    header: { labelColor: '#111111', labelFontSize: 13 },
    legend: { labelColor: '#333333', titleColor: '#333333', labelFontSize: 11, labelLimit: 400 },
    view: { stroke: '#cccccc' },
  },
} as const

const plottedTraces = ['LN20', 'LN120', 'EXP60', 'BIMODAL']
const plottedLimit = 5

export async function plotsOf(report: BenchReport): Promise<readonly Plot[]> {
  return Promise.all([
    rendered('bench-lateness', latenessPlot(report.traces)),
    rendered('bench-crowd', crowdPlot(report.crowds)),
  ])
}

async function rendered(name: string, spec: TopLevelSpec): Promise<Plot> {
  const view = new vega.View(vega.parse(compile(spec).spec), { renderer: 'none' })
  return { name, svg: `${await view.toSVG()}\n` }
}

/** Each contender as a point: how late it sees an end, for how many polls. Below the frontier's line there is nothing. */
function latenessPlot(traces: readonly TraceReport[]): TopLevelSpec {
  const shown = traces.filter(({ trace }) => plottedTraces.includes(trace))
  const points = shown.flatMap(({ trace, figures }) =>
    figures
      .filter(({ contender, latenessMean }) => contender !== 'clairvoyant' && latenessMean !== null)
      .map(({ contender, polls, latenessMean }) => ({ trace, polls, latenessMean, kind: kindOf(contender) })),
  )
  const frontiers = shown.flatMap(({ trace, frontierSeconds }) =>
    [1, 3, 10, 30, 100].map(polls => ({
      trace,
      polls,
      latenessMean: (frontierSeconds ?? 0) / polls + callSeconds,
      kind: 'frontier',
    })),
  )
  return {
    ...look,
    data: { values: [...points, ...frontiers] },
    facet: { field: 'trace', type: 'nominal', title: null, sort: plottedTraces },
    columns: 2,
    spec: {
      width: 250,
      height: 180,
      layer: [frontierLayer, contenderLayer],
    },
  }
}

const latenessAxes = {
  x: {
    field: 'polls',
    type: 'quantitative' as const,
    scale: { type: 'log' as const, domain: [1, 100] },
    title: 'polls per operation',
  },
  y: {
    field: 'latenessMean',
    type: 'quantitative' as const,
    scale: { type: 'log' as const, domain: [0.3, 150] },
    title: 'mean lateness, s',
  },
}

const frontierLayer = {
  transform: [{ filter: "datum.kind === 'frontier'" }],
  mark: { type: 'line' as const, color: '#888888', strokeDash: [4, 3], clip: true },
  encoding: latenessAxes,
}

const contenderLayer = {
  transform: [{ filter: "datum.kind !== 'frontier'" }],
  mark: { type: 'point' as const, filled: true, size: 70, opacity: 0.9 },
  encoding: {
    ...latenessAxes,
    color: {
      field: 'kind',
      type: 'nominal' as const,
      title: null,
      scale: {
        domain: ['Flowbell', 'exact optimum', 'even steps', 'waiters', 'Retry as schedule'],
        range: ['#d62728', '#111111', '#1f77b4', '#e08a00', '#2e8b57'],
      },
    },
  },
}

function kindOf(contender: string): string {
  if (contender === 'Flowbell' || contender === 'exact optimum') return contender
  if (contender.startsWith('Retry')) return 'Retry as schedule'
  return /^(?:fixed|Azure|Step Functions)/u.test(contender) ? 'even steps' : 'waiters'
}

const plottedDesigns = [
  'Flowbell',
  'Flowbell, never slowed',
  'smithy-typescript 2..120',
  'one pacer, Describe',
  'one pacer, List of 3 zones',
]

/** The worst hundredth of a crowd, by its size; the floor is a round of all operations. */
function crowdPlot(crowds: readonly CrowdReport[]): TopLevelSpec {
  const shown = crowds.filter(({ callsPerSecond }) => callsPerSecond === plottedLimit)
  const points = shown.flatMap(({ operations, figures }) =>
    figures
      .filter(({ contender }) => plottedDesigns.includes(contender))
      .map(({ contender, latenessP99 }) => ({ operations, latenessP99, design: contender })),
  )
  const floors = shown.map(({ operations }) => ({
    operations,
    latenessP99: operations / plottedLimit,
    design: 'floor, one operation a call',
  }))
  return {
    ...look,
    width: 520,
    height: 280,
    data: { values: [...points, ...floors] },
    mark: { type: 'line', point: { size: 40 } },
    encoding: {
      x: {
        field: 'operations',
        type: 'quantitative',
        scale: { type: 'log' },
        title: `operations within a minute, ${plottedLimit} calls a second`,
      },
      y: {
        field: 'latenessP99',
        type: 'quantitative',
        scale: { type: 'log', domain: [0.1, 10_000] },
        title: '99th percentile of the lateness, s',
      },
      color: {
        field: 'design',
        type: 'nominal',
        title: null,
        scale: {
          domain: [...plottedDesigns, 'floor, one operation a call'],
          range: ['#d62728', '#e9a3a3', '#e08a00', '#1f77b4', '#2e8b57', '#888888'],
        },
      },
      strokeDash: {
        condition: { test: "datum.design === 'floor, one operation a call'", value: [4, 3] },
        value: [1, 0],
      },
    },
  }
}
