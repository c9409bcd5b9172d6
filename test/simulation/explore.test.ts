import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, describe, expect, jest, test } from '@jest/globals'
import { runWorkers } from './cli/workers.ts'
import type { Failure } from './explore/explore.ts'
import { judge } from './explore/judge.ts'
import { addTally, emptyTally } from './explore/tally.ts'
import { generate } from './generate/generate.ts'

jest.setTimeout(600_000)

const run = promisify(execFile)
const cli = fileURLToPath(new URL('./cli/main.ts', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'flowbell-simulation-'))

afterAll(() => rmSync(folder, { recursive: true }))

/** Seeds of every run in continuous integration; `npm run simulate` is for others and for more. */
const seeds = { first: 1, count: 1000 }
/** Rules that look at something in few runs; one that looked at nothing would say nothing. */
const leastChecks = 10

describe('a thousand generated scenarios', () => {
  const tally = emptyTally()
  const failures: Failure[] = []

  test('break no rule', async () => {
    await runWorkers(seeds, 2, report => {
      addTally(tally, report.tally)
      failures.push(...report.failures)
    })
    expect(failures.map(({ seed, violations, scenario }) => ({ seed, violations, scenario }))).toEqual([])
    expect(tally.runs).toBe(seeds.count)
  })

  test('let every rule look at something', () => {
    const idle = Object.entries(tally.checks).filter(([, { looked }]) => looked < leastChecks)
    expect(idle.map(([rule]) => rule)).toEqual([])
  })

  test('come to every outcome, and meet every kind of fault', () => {
    expect(Object.keys(tally.outcomes).toSorted()).toEqual([
      'COMPLETED',
      'COMPLETED_WITH_ERRORS',
      'EXPIRED',
      'FAILED',
      'REFUSED',
      'TIMED_OUT',
      'UNKNOWN',
      'WATCH_FAILED',
    ])
    expect(Object.keys(tally.faults)).toHaveLength(14)
  })
})

describe('the same scenario', () => {
  async function timelineOf(seed: number): Promise<string> {
    const file = join(folder, `${seed}.json`)
    writeFileSync(file, JSON.stringify(generate(seed).scenario))
    const { stdout } = await run(process.execPath, [
      '--disable-warning=ExperimentalWarning',
      cli,
      '--scenario',
      file,
    ])
    return stdout
  }

  test.each([3, 14])('gives the same timeline in two processes, byte for byte: seed %i', async seed => {
    const [first, second] = [await timelineOf(seed), await timelineOf(seed)]
    expect(first.length).toBeGreaterThan(500)
    expect(second).toBe(first)
  })

  test('gives the same timeline twice in one process, whatever ran in between', async () => {
    const timeline = async (seed: number) => (await judge(generate(seed).scenario)).run?.timeline()
    const first = await timeline(14)
    await timeline(15)
    expect(await timeline(14)).toEqual(first)
  })
})
