/** `flowbell doctor` without a stack: test/stack/doctor has the rest, against AWS as others have built it. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, jest, test } from '@jest/globals'
import { doctorJson, doctorText } from '../../cli/doctorText.ts'
import { doctorHelp, redriveHelp } from '../../cli/helpTexts.ts'
import type { CheckResult } from '../../operator/doctor/examination.ts'
import { neededActions } from '../../operator/doctor/neededActions.ts'
import { closedOrigin } from '../adapters/support/rawServer.ts'
import { runFlowbell } from '../contract/runFlowbell.ts'

jest.setTimeout(60_000)

const access = { AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' }
const ok: CheckResult = { name: 'a', words: 'A is well', status: 'OK', found: 'seen', fix: null }
const faulty: CheckResult = {
  name: 'b',
  words: 'B is well',
  status: 'FAULT',
  found: 'broken',
  fix: { words: 'Mend it', command: 'mend b' },
}
const open: CheckResult = { name: 'c', words: 'C is well', status: 'UNKNOWN', found: 'not asked', fix: null }
const reportOf = (...checks: readonly CheckResult[]) => ({
  stack: 'flowbell-dev',
  region: 'eu-west-1',
  checks,
})

describe('the report', () => {
  test('for machines has the command behind the words of the fix, and nothing more than was promised', () => {
    expect(JSON.parse(doctorJson(reportOf(ok, faulty)))).toEqual({
      stack: 'flowbell-dev',
      region: 'eu-west-1',
      healthy: false,
      checks: [
        { name: 'a', status: 'OK', found: 'seen', fix: null },
        { name: 'b', status: 'FAULT', found: 'broken', fix: 'Mend it: mend b' },
      ],
    })
  })

  test.each([
    [[ok], true, 'All is well: 1 check.'],
    [[ok, faulty], false, '1 not well, 1 well.'],
    [[ok, open], false, '1 not known, 1 well.'],
    [[faulty, open], false, '1 not well, 1 not known, 0 well.'],
  ])('%#: healthy only if all is well, and counted at the end', (results, healthy, summary) => {
    expect(JSON.parse(doctorJson(reportOf(...results)))).toMatchObject({ healthy })
    expect(doctorText(reportOf(...results))).toMatch(new RegExp(`\\n${summary}\\n$`))
  })

  test('for people has one line a check, and the fix below what is not well', () => {
    expect(
      doctorText(reportOf(ok, faulty, open))
        .split('\n')
        .slice(2, 6),
    ).toEqual(['✔ A is well: seen', '✘ B is well: broken', '  Mend it: mend b', '? C is well: not asked'])
  })
})

test('an AWS that does not answer: every check is told as not known, exit code 1, one JSON object', async () => {
  const env = { ...access, AWS_ENDPOINT_URL: await closedOrigin() }
  const { code, stdout, stderr } = await runFlowbell(['doctor', '--json'], { env })
  const { healthy, checks } = JSON.parse(stdout) as { healthy: boolean; checks: { status: string }[] }
  expect({ code, healthy, stderr }).toEqual({ code: 1, healthy: false, stderr: '' })
  expect(new Set(checks.map(({ status }) => status))).toEqual(new Set(['UNKNOWN']))
})

describe('bad usage: exit code 2, one line', () => {
  test.each([
    ['a name that no stack can have', ['--stack', 'a b'], {}, /--stack "a b"/],
    ['an unknown option', ['--fix'], {}, /--fix.*--stack, --json/],
    ['an argument', ['flowbell-dev'], {}, /too many arguments/],
    ['no Region', [], { AWS_REGION: undefined }, /AWS_REGION/],
    [
      'no credentials',
      [],
      { AWS_ACCESS_KEY_ID: undefined, AWS_EC2_METADATA_DISABLED: 'true' },
      /AWS_ACCESS_KEY_ID/,
    ],
  ])('%s', async (_title, words, variables, expected) => {
    const { code, stdout, stderr } = await runFlowbell(['doctor', ...words], {
      env: { ...access, ...variables },
    })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(expected)
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
  })
})

test.each(['doctor', 'redrive'])('%s --help tells the exit codes and the form of the JSON', async command => {
  const { code, stdout } = await runFlowbell([command, '--help'], { env: {} })
  expect(code).toBe(0)
  expect(stdout).toMatch(/--json: \{"stack"/)
  expect(stdout).toMatch(/Exit codes: 0 .*; 1 .*; 2 /s)
})

describe('the rights in the help', () => {
  /** Where `ask` names the right that a question takes. */
  const rightsIn = (file: string) =>
    [...readFileSync(`operator/aws/${file}`, 'utf8').matchAll(/'([a-z-]+:[A-Z][A-Za-z]+)'/g)].map(
      ([, right]) => right,
    )
  const isNoQuestion = (file: string) => ['auditTrail.ts', 'deadLetterQueue.ts'].includes(file)

  test('of doctor are those of all its questions', () => {
    const files = readdirSync('operator/aws').filter(file => !isNoQuestion(file))
    const asked = [...files.flatMap(rightsIn), 'secretsmanager:GetSecretValue', 'kms:Decrypt']
    expect(asked.length).toBeGreaterThan(20)
    expect(asked.filter(right => !doctorHelp.includes(String(right)))).toEqual([])
  })

  test('of redrive are those of its queues and of the functions whose work it does', () => {
    // What Lambda does with the role of startWatch is not done here.
    const ofFunctions = neededActions
      .filter(
        ({ owner, on }) =>
          ['deliverNotification', 'startWatch', 'recordAudit'].includes(owner) && on !== 'startEventQueue',
      )
      .flatMap(({ actions }) => actions)
    const needed = [
      ...rightsIn('deadLetterQueue.ts'),
      ...ofFunctions,
      'lambda:GetFunctionConfiguration',
      'kms:Decrypt',
    ]
    expect(needed.length).toBeGreaterThan(8)
    expect(needed.filter(right => !redriveHelp.includes(String(right)))).toEqual([])
  })
})
