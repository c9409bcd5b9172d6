/** `flowbell preview` as a process of its own, without settings, credentials or network. */
import { describe, expect, jest, test } from '@jest/globals'
import { outcomes } from '../../functions/domain/outcome.ts'
import { linesOf, runFlowbell } from '../contract/runFlowbell.ts'
import { slackLimitFindings } from '../hostile/checkers/slackLimits.ts'
import { teamsFindings } from '../hostile/checkers/teamsFindings.ts'
import { validatorOf } from '../schemas/validator.ts'

jest.setTimeout(60_000)

async function preview(...words: readonly string[]) {
  const { code, stdout, stderr } = await runFlowbell(['preview', ...words])
  return { code, stdout, stderr }
}

async function printed(...words: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await preview(...words)
  expect(code).toBe(0)
  expect(`${stdout}${stderr}`).toContain('synthetic')
  return stdout
}

type Message = {
  readonly text?: string
  readonly blocks?: unknown
  readonly outcome?: string | null
  readonly notice?: string
}
const messages = async (...words: readonly string[]) => JSON.parse(await printed(...words)) as Message[]

describe('flowbell preview', () => {
  test('shows all messages as text, each under its name', async () => {
    const text = await printed()
    const names = [...text.matchAll(/^── (\w+) ─+$/gmu)].map(([, name]) => name)

    expect(names).toEqual(['STARTED', 'OVERDUE', ...outcomes])
    expect(text).toContain('\n🔴 Flow flush FAILED on example-edge in eu-west-1a\n')
  })

  test('slack: one array of Block Kit payloads that Slack takes', async () => {
    const payloads = await messages('--format', 'slack')

    expect(payloads).toHaveLength(1 + 2 + 3 * outcomes.length)
    expect(payloads.flatMap(payload => slackLimitFindings(payload))).toEqual([])
  })

  test('teams: one message with a card each', async () => {
    const payloads = (await messages('--format', 'teams')) as Record<string, unknown>[]

    expect(payloads).toHaveLength(1 + outcomes.length)
    expect(payloads.flatMap(payload => teamsFindings(payload))).toEqual([])
  })

  test('json: the documents, by the published schema, of what is sent', async () => {
    const documents = await messages('--format', 'json')
    const complaints = validatorOf('flow-operation-report.v1.schema.json')

    expect(documents.flatMap(document => complaints(document))).toEqual([])
    expect(documents.map(({ outcome, notice }) => outcome ?? notice)).toEqual(['OVERDUE', ...outcomes])
  })

  test('q: one custom notification each', async () => {
    expect(await messages('--format', 'q')).toMatchObject([
      { version: '1.0', source: 'custom' },
      ...outcomes.map(outcome => ({ content: { keywords: [expect.any(String), outcome] } })),
    ])
  })

  test('mail: subject and text', async () => {
    const mails = await printed('--format', 'mail')

    expect(mails.match(/^Subject: [\x20-\x7e]{1,99}$/gmu)).toHaveLength(1 + outcomes.length)
  })

  test('html: one page', async () => {
    expect(await printed('--format', 'html', '--outcome', 'FAILED')).toMatch(
      /^<!doctype html>\n[\s\S]*<\/html>\n$/u,
    )
  })

  test('one outcome, in whatever case, or one notice', async () => {
    expect(await messages('--format', 'json', '--outcome', 'timed_out')).toMatchObject([
      { outcome: 'TIMED_OUT' },
    ])
    expect(await messages('--format', 'json', '--notice', 'OVERDUE')).toMatchObject([{ notice: 'OVERDUE' }])
    expect(await messages('--format', 'json', '--notice', 'OUTCOME')).toHaveLength(outcomes.length)
    expect(await messages('--format', 'slack', '--notice', 'STARTED')).toHaveLength(1)
  })

  test('prints the same at every call', async () => {
    expect(await printed('--format', 'slack')).toBe(await printed('--format', 'slack'))
  })

  test.each<[string, string[], RegExp]>([
    ['no such outcome', ['--outcome', 'DONE'], /--outcome "DONE".*COMPLETED, /],
    ['no such notice', ['--notice', 'DONE'], /--notice "DONE".*OVERDUE/],
    ['no such format', ['--format', 'xml'], /--format "xml".*slack/],
    ['an outcome of a notice without one', ['--outcome', 'FAILED', '--notice', 'OVERDUE'], /no outcome/],
    ['a mail at the start', ['--notice', 'STARTED', '--format', 'mail'], /only the Slack card/],
    ['a word too many', ['FAILED'], /argument/],
  ])('bad usage ends with 2 and one line: %s', async (_case, words, reason) => {
    const { code, stdout, stderr } = await preview(...words)

    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(reason)
    expect(linesOf(stderr)).toHaveLength(1)
  })
})
