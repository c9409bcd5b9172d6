import { styleText } from 'node:util'
import { operationInWords } from '../functions/domain/humanMessage.ts'
import { inertText } from '../functions/domain/inertText.ts'
import { firewallNameOf } from '../functions/domain/watchRequest.ts'
import { durationInWords, plural } from '../functions/domain/words.ts'
import type { ExecutionEvent } from '../local/engine/runExecution.ts'
import { spinnerFrame } from './spinnerFrames.ts'
import type { WatchProgress } from './watchProgress.ts'

/** What the states mean to somebody who waits; every other state is named as it is. */
const stateWords: Readonly<Record<string, string>> = {
  AnnounceWatch: 'announcing the watch',
  PollOperation: 'asking the service',
  WaitForNextPoll: 'waiting for the next poll',
  SendOverdueNotice: 'telling that it is overdue',
  CollectResults: 'reading the results',
  GatherContext: 'looking at the firewall',
  RecordOutcome: 'recording the outcome',
  NotifyEveryChannel: 'telling every channel',
  DeliverNotification: 'telling every channel',
  WaitBeforeRetry: 'waiting to tell a channel again',
  ParkNotification: 'keeping a dead letter',
  RecordDeliveries: 'recording who was told',
  Done: 'done',
}

/** The live display: what is watched, then how it stands. */
export function liveLines(progress: WatchProgress, nowMilliseconds: number, frame: number): string {
  const { watch, status, nextPollAt, beganAt } = progress
  const spinner = status === null || nextPollAt !== null ? spinnerFrame(frame) : '●'
  const elapsed = `elapsed ${durationInWords((nowMilliseconds - beganAt) / 1000)}`
  const next =
    nextPollAt === null ? [] : [`next poll in ${durationInWords((nextPollAt - nowMilliseconds) / 1000)}`]
  const figures = [elapsed, plural(progress.polls, 'poll'), ...next, ...troubleInWords(progress)]
  const title = `${styleText('cyan', spinner)} ${styleText('bold', titleOf(watch))}`
  const lines = [title, `  ${styleText('bold', statusInWords(progress))} · ${figures.join(' · ')}`]
  if (progress.trouble !== null) lines.push(`  ${styleText('yellow', inertText(progress.trouble, 200))}`)
  return lines.join('\n')
}

function statusInWords({ status, state }: WatchProgress): string {
  const doing = stateWords[state] ?? state
  return status === null ? doing : `${inertText(status, 64)} · ${doing}`
}

function troubleInWords({ throttles, failures }: WatchProgress): string[] {
  const words = [`throttled ${plural(throttles, 'time')}`]
  return failures === 0 ? words : [...words, plural(failures, 'failed call')]
}

function titleOf(watch: WatchProgress['watch']): string {
  const firewall = firewallNameOf(watch.firewallArn) ?? 'unknown firewall'
  const where = watch.availabilityZone ?? watch.vpcEndpointId ?? watch.vpcEndpointAssociationArn
  const refused = watch.kind === 'REFUSED_START' ? ' (refused)' : ''
  return [`${operationInWords(watch)}${refused} on ${firewall}`, where, watch.watchKey]
    .filter(part => part !== null)
    .map(part => inertText(part, 160))
    .join(' · ')
}

/** One line for a change worth a line, else null. */
export function plainLine(
  before: WatchProgress,
  after: WatchProgress,
  event: ExecutionEvent,
  nowMilliseconds: number,
): string | null {
  const text = changeInWords(before, after, event)
  if (text === null) return null
  const elapsed = durationInWords((nowMilliseconds - after.beganAt) / 1000)
  return `[${elapsed}] ${inertText(text, 400)}`
}

function changeInWords(before: WatchProgress, after: WatchProgress, event: ExecutionEvent): string | null {
  if (before.state === 'starting') return `watching ${titleOf(after.watch)}`
  if (event.kind === 'TASK_FAILED') return `${event.state}: ${after.trouble ?? event.error}`
  if (event.kind === 'TASK_SUCCEEDED') return pollInWords(after, event)
  const isTold =
    event.state in stateWords &&
    !['PollOperation', 'WaitForNextPoll', 'DeliverNotification', 'Done'].includes(event.state)
  return isTold ? (stateWords[event.state] ?? null) : null
}

function pollInWords(after: WatchProgress, event: ExecutionEvent): string | null {
  if (event.state !== 'PollOperation') return null
  const status = after.status ?? after.trouble ?? 'no status'
  if (after.nextPollAt === null) return `poll ${after.polls}: ${status}`
  return `poll ${after.polls}: ${status}, next poll at ${new Date(after.nextPollAt).toISOString()}`
}
