import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, jest, test } from '@jest/globals'
import { shippedDefinitionText } from '../../local/engine/definition.ts'
import type { JsonObject } from '../statemachines/aslWalk.ts'
import { equivalents } from './equivalents.ts'
import { mutantsOf } from './machine/mutants.ts'
import { withTables } from './summary.ts'

// All mutants take minutes where other tests run beside them.
jest.setTimeout(30 * 60_000)

type Verdict = {
  readonly mutants: number
  readonly killed: number
  readonly equivalent: number
  readonly complaints: readonly string[]
}

const script = fileURLToPath(new URL('./mutateMachine.ts', import.meta.url))

/** Runs the hunt in a process of its own, since it changes what every module of a process reads. */
async function hunt(...options: string[]): Promise<{ exitCode: number; verdict: Verdict }> {
  return new Promise((resolve, reject) => {
    const call = ['--disable-warning=ExperimentalWarning', script, '--json', ...options]
    execFile(process.execPath, call, { maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      const exitCode = Number(error?.code ?? 0)
      if (exitCode === 0 || exitCode === 1) resolve({ exitCode, verdict: JSON.parse(stdout) as Verdict })
      else reject(new Error(stderr, { cause: error }))
    })
  })
}

test('every mutant of the state machine is killed by a test, or listed with the reason why none can see it', async () => {
  const { exitCode, verdict } = await hunt()

  expect(verdict.complaints.join('\n\n')).toBe('')
  expect(exitCode).toBe(0)
  expect(verdict.killed + verdict.equivalent).toBe(verdict.mutants)
  expect(verdict.mutants).toBeGreaterThan(1000)
})

// The hunt itself can fail: with tests that look elsewhere, mutants of the audit log live, and are named with what they change.
test('mutants that no test looks at are reported, one by one', async () => {
  const { exitCode, verdict } = await hunt(
    '--tests',
    'schedule.test.ts',
    '--only',
    'RecordOutcome.Catch.0.Next',
  )

  expect(exitCode).toBe(1)
  expect(verdict.killed).toBe(0)
  expect(verdict.complaints).toHaveLength(verdict.mutants)
  expect(verdict.complaints.join('\n')).toContain(
    'RecordOutcome.Catch.0.Next\n  - "OutcomeNotRecorded"\n  + "Done"',
  )
})

test('docs/mutation.md has the table of the mutants as they are; npm run mutate:machine -- --write renews it', () => {
  const document = readFileSync(new URL('../../docs/mutation.md', import.meta.url), 'utf8')
  const mutants = mutantsOf(JSON.parse(shippedDefinitionText()) as JsonObject)

  expect(document).toBe(withTables(document, mutants, equivalents))
})
