import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { baselineOf, changesInWords, compared, readBaseline } from '../../bench/baseline.ts'
import type { Contender } from '../../bench/contenders/contender.ts'
import { flowbell } from '../../bench/contenders/flowbell.ts'
import { documentWith } from '../../bench/document.ts'
import { plotsOf } from '../../bench/plots.ts'
import { readPrices } from '../../bench/prices.ts'
import type { BenchReport } from '../../bench/run.ts'
import { runTrace } from '../../bench/schedules.ts'
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
    for (const { figures, frontierSeconds } of report.traces)
      expect(figures).toHaveLength(frontierSeconds === null ? 15 : 16)
  })

  test('sees no end before it came, and asks no more after it', () => {
    for (const { figures } of report.traces)
      for (const { latenessMean, latenessP50, polls, calls, throttles } of figures) {
        expect(latenessMean ?? 1).toBeGreaterThan(0)
        expect(latenessP50 ?? 1).toBeGreaterThan(0)
        expect(calls).toBeCloseTo(polls + throttles, 3)
      }
  })
})

describe('the baseline', () => {
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
    const lognormal = traces
      .filter(({ name }) => name === 'LN20')
      .map(trace => ({ ...trace, hasOptimum: false }))
    const measuredWith = (contender: Contender) => {
      const settings = { seed: 1, operations: 500, prices: readPrices(), contenders: [contender] }
      return baselineOf({ ...report, crowds: [], traces: lognormal.map(trace => runTrace(trace, settings)) })
    }
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
