import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { baselineOf, changesInWords, compared, readBaseline } from '../../bench/baseline.ts'
import { allContenders } from '../../bench/contenders/all.ts'
import type { Contender } from '../../bench/contenders/contender.ts'
import { flowbell } from '../../bench/contenders/flowbell.ts'
import { documentWith } from '../../bench/document.ts'
import { plotsOf } from '../../bench/plots.ts'
import { readPrices } from '../../bench/prices.ts'
import { randomStream } from '../../bench/random.ts'
import type { BenchReport } from '../../bench/run.ts'
import { runTrace } from '../../bench/schedules.ts'
import { unlimitedApi } from '../../bench/simulation/api.ts'
import { callSeconds, simulate } from '../../bench/simulation/simulate.ts'
import { readTraceFile } from '../../bench/traceFile.ts'
import { traces } from '../../bench/traces.ts'

jest.setTimeout(120_000)

const projectRoot = path.resolve(import.meta.dirname, '../..')
const run = promisify(execFile)
const node = (...words: string[]) =>
  run(process.execPath, ['--disable-warning=ExperimentalWarning', ...words], {
    cwd: projectRoot,
    maxBuffer: 1e8,
  })

const print = (seed: string) => node('test/bench/tinyRun.ts', seed)

const contenderNames = [
  'clairvoyant',
  'Flowbell',
  'fixed 2 s',
  'fixed 10 s',
  'fixed 30 s',
  'fixed 60 s',
  'Smithy specification 2..120',
  'smithy-typescript 2..120',
  'google-gax 0.1 x 1.3, 60',
  'Terraform 0.1 x 2, 10',
  'Azure core-lro 2',
  'Retry 1 s x 2, no cap',
  'Retry 2 s x 1.5, cap 60',
  'Retry 5 s, even',
  'Step Functions job poller 60 s',
]
const withOptimum = contenderNames.toSpliced(1, 0, 'exact optimum')

/** Burst and crowds have the same operations in both runs. */
const sharedScenes = [
  { scene: 'BURST', heading: 'BURST' },
  ...[15, 30, 1000].flatMap(operations =>
    [1, 5].map(rate => ({
      scene: `${operations} operations at ${rate} calls/s`,
      heading: `${operations.toLocaleString('en')} operations within a minute, ${rate} calls/s`,
    })),
  ),
]

/** The baseline's figures of one contender on one trace. */
function measured(contender: Contender, traceName: string) {
  const settings = { seed: 1, operations: 500, prices: readPrices(), contenders: [contender] }
  const chosen = traces
    .filter(({ name }) => name === traceName)
    .map(trace => ({ ...trace, hasOptimum: false }))
  const figures = chosen.map(trace => runTrace(trace, settings))
  return baselineOf({ ...report, crowds: [], heldOut: [], traces: figures })
}

let folder: string
/** Of a process of its own: the bench computes ten times slower inside of a test's sandbox. */
let printed: string
let report: BenchReport
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'bench-'))
  printed = (await print('1')).stdout
  report = JSON.parse(printed.slice(0, printed.indexOf('\n'))) as BenchReport
})
afterAll(() => {
  rmSync(folder, { recursive: true })
})

describe('a run', () => {
  test('prints the same bytes in two processes for the same seed, and others for another', async () => {
    const [again, other] = await Promise.all([print('1'), print('2')])

    expect(printed.length).toBeGreaterThan(10_000)
    expect(again.stdout).toBe(printed)
    expect(other.stdout).not.toBe(printed)
  })

  test('has every contender on every trace, and the optimum where one is known', () => {
    expect(report.traces.map(({ trace }) => trace)).toEqual(traces.map(({ name }) => name))
    for (const { figures, frontierSeconds } of report.traces) {
      const names = figures.map(({ contender }) => contender)
      expect(names).toEqual(frontierSeconds === null ? contenderNames : withOptimum)
    }
  })

  test('sees no end before it came, and asks no more after it', async () => {
    const durations = [0.1, 1, 4, 7.9, 20, 33.3, 119, 400, 2000, 30_000]
    const operations = durations.map(durationSeconds => ({ startsAtSeconds: 0, durationSeconds }))
    const { alone } = await allContenders(1)
    for (const contender of alone) {
      const random = randomStream(1, contender.name)
      const runs = simulate(contender, { operations, api: unlimitedApi(), isAdversarial: false, random })
      for (const [index, { latenessSeconds, pollAges }] of runs.entries()) {
        const duration = durations[index] ?? 0
        expect(latenessSeconds).toBeGreaterThan(callSeconds - 1e-9)
        expect(pollAges.filter(age => age >= duration)).toHaveLength(1)
        expect(pollAges.at(-1)).toBeCloseTo(duration + (latenessSeconds ?? 0) - callSeconds, 6)
      }
    }
  })
})

describe('the baseline', () => {
  test('sees a planted fault: a watch that gives up when it is throttled three times in a row', () => {
    const impatient = (contender: Contender): Contender => ({
      ...contender,
      begin: beginning => {
        const watcher = contender.begin(beginning)
        let inRow = 0
        return {
          ...watcher,
          afterAnswer: now => {
            inRow = 0
            return watcher.afterAnswer(now)
          },
          afterThrottle: now => {
            inRow += 1
            return inRow < 3 ? watcher.afterThrottle(now) : null
          },
        }
      },
    })
    const measuredWith = (contender: Contender) => measured(contender, 'STORM')
    const { worse } = compared(measuredWith(flowbell()), measuredWith(impatient(flowbell())))

    expect(worse.map(({ figure }) => figure)).toEqual(['STORM: lostPercent'])
  })

  test('is no worse than itself', () => {
    expect(compared(baselineOf(report), baselineOf(report))).toEqual({ worse: [], better: [] })
  })

  test('sees a planted regression: a schedule that waits a second longer each time', () => {
    const slower = (contender: Contender): Contender => ({
      ...contender,
      begin: beginning => {
        const watcher = contender.begin(beginning)
        const longer = (wait: number | null) => (wait === null ? null : wait + 1)
        return { ...watcher, afterAnswer: now => longer(watcher.afterAnswer(now)) }
      },
    })
    const measuredWith = (contender: Contender) => measured(contender, 'LN20')
    const { worse } = compared(measuredWith(flowbell()), measuredWith(slower(flowbell())))

    expect(worse.map(({ figure }) => figure)).toContain('LN20: latenessMean')
    expect(changesInWords({ worse, better: [] })).toMatch(
      /^worse: LN20: latenessMean was 2\.\d+, is 2\.\d+\n/u,
    )
  })

  test('allows 2 %, and not 3', () => {
    const baseline = { seed: 1, figures: { 'LN20: polls': 10 } }
    const now = (polls: number) => compared(baseline, { seed: 1, figures: { 'LN20: polls': polls } })

    expect(now(10.19).worse).toHaveLength(0)
    expect(now(10.3).worse).toEqual([{ figure: 'LN20: polls', before: 10, now: 10.3 }])
    expect(now(9.7)).toMatchObject({ worse: [], better: [{ now: 9.7 }] })
  })

  test('counts a figure that is gone as worse', () => {
    const { worse } = compared({ seed: 1, figures: { 'LN20: polls': 10 } }, { seed: 1, figures: {} })

    expect(worse).toHaveLength(1)
  })

  test('that is committed has the figures of a quick run', () => {
    const { figures } = readBaseline(path.join(projectRoot, 'bench/baseline.json'))

    expect(Object.keys(figures)).toEqual(expect.arrayContaining(['LN20: timesOptimum', 'BURST: latenessP99']))
    expect(Object.keys(figures).some(name => name.startsWith('30 operations at 1 calls/s'))).toBe(true)
  })

  test('that is committed keeps the goals of the default schedule', () => {
    const { figures } = readBaseline(path.join(projectRoot, 'bench/baseline.json'))

    for (const trace of ['LN20', 'LN120', 'EXP60'])
      expect(figures[`${trace}: timesOptimum`]).toBeLessThanOrEqual(1.25)
    expect(figures['BIMODAL: timesOptimum']).toBeLessThanOrEqual(5)
    expect(figures['LN20: latenessP99']).toBeLessThanOrEqual(5.5)
    expect(figures['LN120: latenessP99']).toBeLessThanOrEqual(15)
  })

  test('that is committed keeps the goal of fitted schedules, but for the Pareto trace', () => {
    const { figures } = readBaseline(path.join(projectRoot, 'bench/baseline.json'))

    for (const trace of ['LN20', 'LN120', 'EXP60', 'BIMODAL'])
      for (const asked of [8, 12])
        expect(figures[`${trace}, fitted for ${asked} polls: timesOptimum`]).toBeLessThanOrEqual(1.05)
  })

  test('that is committed is what docs/performance.md shows, where a full run draws what a quick one does', () => {
    const { figures } = readBaseline(path.join(projectRoot, 'bench/baseline.json'))
    const page = readFileSync(path.join(projectRoot, 'docs/performance.md'), 'utf8')
    const shown = (value: number | undefined) => value?.toFixed(value < 100 ? 1 : 0)
    for (const { scene, heading } of sharedScenes) {
      const [row = ''] = /^\| Flowbell \|.*$/mu.exec(page.slice(page.indexOf(`**${heading}`))) ?? []
      const cells = row.split('|').map(cell => cell.trim())
      const expected = ['latenessMean', 'latenessP50', 'latenessP95', 'latenessP99'].map(name =>
        shown(figures[`${scene}: ${name}`]),
      )
      expect([scene, ...cells.slice(2, 6)]).toEqual([scene, ...expected])
    }
  })
})

describe('docs/performance.md', () => {
  const text = readFileSync(path.join(projectRoot, 'docs/performance.md'), 'utf8')

  test('has a place for every table, and tells another run from its own', () => {
    const written = documentWith(report, text)

    expect(written).toContain('120 operations a trace')
    expect(documentWith(report, written)).toBe(written)
    expect(() => documentWith(report, '# Nothing')).toThrow(/has no place for/u)
  })

  test('shows tables and plots that were written by a run', () => {
    expect(text).not.toMatch(/<!-- bench: [\w ]+ -->\n-\n/u)
    for (const [, file = ''] of text.matchAll(/\]\((images\/[\w-]+\.svg)\)/gu))
      expect(readFileSync(path.join(projectRoot, 'docs', file), 'utf8')).toMatch(/^<svg [\s\S]+<\/svg>\n$/u)
  })

  test('has plots that bring their own ground, for light and dark pages', async () => {
    for (const { svg } of await plotsOf(report)) {
      expect(svg).toContain('fill="#ffffff"')
      expect(svg.length).toBeLessThan(200_000)
    }
  })
})

describe('the command', () => {
  const refused = async (...words: string[]): Promise<string> => {
    const failed = await node('bench/main.ts', ...words).then(
      () => null,
      (error: { code: number; stderr: string; stdout: string }) => error,
    )
    expect(failed).toMatchObject({ code: 2, stdout: '' })
    return failed?.stderr ?? ''
  }

  test('explains itself', async () => {
    expect((await node('bench/main.ts', '--help')).stdout).toMatch(/--full[\s\S]+--seed[\s\S]+--check/u)
  })

  test('refuses what it does not know, in one line, with exit code 2', async () => {
    expect(await refused('--fast')).toMatch(/^bench: .*--fast/u)
    expect(await refused('--seed', 'one')).toMatch(/--seed/u)
    expect(await refused('--trace', path.join(folder, 'none'))).toMatch(/cannot read .*ENOENT/u)
    expect(await refused('--check', path.join(folder, 'none'))).toMatch(/^bench: .*none/u)
  })

  test('reads a trace of durations, and says which line is none', () => {
    const file = path.join(folder, 'durations.txt')
    writeFileSync(file, '# seconds\n12\n\n30.5\r\n')
    const { law, name } = readTraceFile(file)

    expect(name).toBe('durations.txt')
    expect([0, 12, 20, 30.5].map(law)).toEqual([1, 0.5, 0.5, 0])
    writeFileSync(file, '12\n-3\n')
    expect(() => readTraceFile(file)).toThrow(/line 2: "-3" is not a number of seconds above 0/u)
    writeFileSync(file, '# none\n')
    expect(() => readTraceFile(file)).toThrow(/holds no duration/u)
  })
})
