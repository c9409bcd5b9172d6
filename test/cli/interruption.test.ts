/** ^C, as the terminal sends it. */
import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { expect, jest, test } from '@jest/globals'
import type { RedriveReport } from '../../operator/redrive/report.ts'
import { letterBody } from '../operator/support/letters.ts'
import { projectRoot } from '../packaging/packageStack.ts'
import { slackAnswers, useRedriveBed } from './redriveBed.ts'

jest.setTimeout(60_000)
const bed = useRedriveBed()

/** Runs the command in Node itself, so that the signal meets it and no process in between; `onLine` sees its standard error. */
function running(words: readonly string[], onLine: (line: string, interrupt: () => void) => void) {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', 'cli/flowbell.mjs', ...words],
    {
      cwd: projectRoot,
      env: { ...bed().environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  child.stderr.on('data', (chunk: Buffer) => onLine(chunk.toString('utf8'), () => child.kill('SIGINT')))
  const ended = new Promise<number | null>(resolve => child.once('close', resolve))
  return Promise.all([ended, text(child.stdout)])
}

function slackAsksToWait(): void {
  const fault = slackAnswers(429, 'rate_limited', { 'retry-after': '60' })
  bed().aws.slack.failNext({ operation: 'webhook', fault, times: Infinity })
}

test('a redrive ends after the message at hand, says what it did, and gives everything back', async () => {
  const { aws, park, queueUrl } = bed()
  await park(letterBody('sns', 1), letterBody('slack', 2), letterBody('sns', 3))
  slackAsksToWait()
  const [code, stdout] = await running(['redrive', '--json'], (line, interrupt) => {
    if (line.startsWith('waiting')) interrupt()
  })
  const report = JSON.parse(stdout) as RedriveReport
  expect(code).toBe(1)
  expect(report.queues).toMatchObject([{ sent: 1, stayed: 1, endedEarly: 'stopped' }])
  expect(report.stayed).toMatchObject([{ channel: 'slack', reason: expect.stringContaining('(stopped)') }])
  expect(aws.sqs.messages(queueUrl)).toHaveLength(2)
  expect(aws.requests.filter(({ operation }) => operation === 'ChangeMessageVisibility')).toHaveLength(1)
})
