import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { pollTableIn } from '../../functions/domain/pollTable.ts'
import { runFlowbell } from '../contract/runFlowbell.ts'

jest.setTimeout(60_000)

let folder: string
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'fit-'))
})
afterAll(() => {
  rmSync(folder, { recursive: true })
})

const startedAt = '2026-03-01T00:00:00.000Z'

/** An OPERATION_FINISHED record, as far as anybody reads it here. */
function record(number: number, seconds: number | null, outcome = 'COMPLETED'): string {
  const finishedAt = new Date(Date.parse(startedAt) + (seconds ?? 0) * 1000).toISOString()
  return JSON.stringify({
    schemaVersion: 1,
    recordId: `operation-${number}/OPERATION_FINISHED`,
    recordType: 'OPERATION_FINISHED',
    flowOperationId: `operation-${number}`,
    time: finishedAt,
    outcome,
    severity: 'info',
    document: { startedAt: seconds === null ? null : startedAt, finishedAt, polls: 9 },
  })
}

/** All ends between 300 s and 330 s. */
const late = Array.from({ length: 60 }, (_, index) => record(index, 300 + index / 2))

const fit = (lines: string, ...options: string[]) => {
  const file = path.join(folder, 'export.txt')
  writeFileSync(file, lines)
  return runFlowbell(['schedule', '--fit', file, ...options])
}

type Fitted = {
  readonly pollTimesSeconds: number[]
  readonly pollTable: string
  readonly operations: Record<string, number>
  readonly fitted: { meanPolls: number; meanLatenessSeconds: number }
  readonly byDefault: { meanPolls: number; meanLatenessSeconds: number }
}

const fittedTo = async (lines: string, ...options: string[]): Promise<Fitted> => {
  const run = await fit(lines, '--json', ...options)
  expect({ code: run.code, stderr: run.stderr }).toEqual({ code: 0, stderr: '' })
  return JSON.parse(run.stdout) as Fitted
}

describe('flowbell schedule --fit', () => {
  test('polls when operations end, and sees them sooner with as many polls as the default', async () => {
    const { pollTimesSeconds, pollTable, fitted, byDefault } = await fittedTo(late.join('\n'))

    expect(pollTimesSeconds[0]).toBe(0)
    expect(pollTableIn(pollTable)).toEqual(pollTimesSeconds.slice(1))
    expect(pollTimesSeconds.filter(time => time > 280 && time < 350).length).toBeGreaterThan(20)
    expect(pollTimesSeconds.filter(time => time > 0 && time < 200).length).toBeLessThan(20)
    expect(fitted.meanPolls).toBeLessThanOrEqual(byDefault.meanPolls)
    expect(fitted.meanLatenessSeconds).toBeLessThan(byDefault.meanLatenessSeconds / 1.5)
  })

  test.each([2, 3, 60])(
    'prints no table that the setting would refuse, also when %i polls are asked for and operations outlive the memory',
    async polls => {
      const outlived = Array.from({ length: 60 }, (_, index) => record(1000 + index, 43_200, 'TIMED_OUT'))
      const { pollTable, pollTimesSeconds } = await fittedTo(
        [...late, ...outlived].join('\n'),
        '--polls',
        String(polls),
      )
      expect(pollTableIn(pollTable)).toEqual(pollTimesSeconds.slice(1))
    },
  )

  test('--polls asks for fewer, which see the end later', async () => {
    const { fitted } = await fittedTo(late.join('\n'), '--polls', '6')

    expect(fitted.meanPolls).toBeGreaterThan(5)
    expect(fitted.meanPolls).toBeLessThanOrEqual(6)
    expect(fitted.meanLatenessSeconds).toBeGreaterThan(1)
  })

  test('reads JSON lines, an export with times in front, and the answer of filter-log-events alike', async () => {
    const plain = await fittedTo(late.join('\n'))
    const withTimes = late.map(line => `2026-03-01T00:05:01.123Z ${line}`).join('\r\n')
    const answer = JSON.stringify({ events: late.map(message => ({ message, eventId: '1' })) }, null, 2)

    expect(await fittedTo(`\uFEFF${withTimes}\r\n`)).toEqual(plain)
    expect(await fittedTo(answer)).toEqual(plain)
  })

  test('counts a repeated record once, and tells what it left out', async () => {
    const more = [
      late[0],
      record(100, 43_200, 'TIMED_OUT'),
      record(101, 7, 'REFUSED'),
      record(102, null),
      'START RequestId: 1',
    ]
    const { operations } = await fittedTo([...late, ...more].join('\n'))

    expect(operations).toEqual({ ended: 60, stillRunning: 1, leftOut: 2, unreadableLines: 1 })
  })

  test('says in words what to set', async () => {
    const run = await fit(late.join('\n'))

    expect(run.code).toBe(0)
    expect(run.stdout).toMatch(/^60 operations ended, 0 outlived/u)
    expect(run.stdout).toMatch(/\nFLOWBELL_POLL_TABLE=\d[\dx,]*\n$/u)
  })

  test('reads standard input for -', async () => {
    const run = await runFlowbell(['schedule', '--fit', '-'], { stdin: late.join('\n') })

    expect(run.code).toBe(0)
  })

  test.each([
    ['too few operations', late.slice(0, 49).join('\n'), [], /49 operations .* 50 or more/u],
    [
      'lines of something else',
      'one\ntwo',
      [],
      /0 operations .*\(2 lines are no audit records of Flowbell\)/u,
    ],
    ['an empty file', '', [], /0 operations/u],
    ['a mean that is no number', late.join('\n'), ['--polls', 'many'], /--polls many must be a number/u],
    ['a mean below the first two polls', late.join('\n'), ['--polls', '1'], /--polls 1 must be a number/u],
  ])('refuses %s in one line with exit code 2', async (_name, lines, options, complaint) => {
    const run = await fit(lines, ...options)

    expect(run.code).toBe(2)
    expect(run.stdout).toBe('')
    expect(run.stderr).toMatch(complaint)
    expect(run.stderr.trim().split('\n')).toHaveLength(1)
  })

  test.each([
    [['schedule', '--fit', '/nowhere/export.json'], /\/nowhere\/export\.json cannot be read/u],
    [['schedule', '--fit'], /fit/u],
    [['schedule', '--polls', '8'], /add --fit <file>/u],
  ])('refuses %j', async (words, complaint) => {
    const run = await runFlowbell(words)

    expect(run.code).toBe(2)
    expect(run.stderr).toMatch(complaint)
  })
})
