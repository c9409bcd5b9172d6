import type { ChannelName, Notice } from '../../functions/domain/notification.ts'
import type { Outcome, Severity } from '../../functions/domain/outcome.ts'
import { FlowOperationReport } from '../../functions/domain/report.ts'
import type { AuditLine, AuditLines } from './records.ts'

type NotificationLine = Extract<AuditLine, { readonly notice: Notice }>

/** One thing that became of a message. `receipt` only of one that arrived, `reason` only of one that did not. */
export type Step = {
  readonly status: 'DELIVERED' | 'DEAD_LETTERED' | 'SUPERSEDED'
  readonly time: string
  readonly attempts: number
  readonly receipt: string | null
  readonly reason: string | null
  /** It was put into the dead-letter queue. */
  readonly parked: boolean
}

/** One message on its way to one target of one channel, and what became of it: the last word first, then what was before. */
export type Message = Step & {
  readonly channel: string
  readonly target: string | null
  readonly notice: Notice
  readonly earlier: readonly Step[]
}

/** How the watch ended; `document` is null when the record's own cannot be read any more. */
export type Ending = {
  readonly outcome: Outcome
  readonly severity: Severity
  readonly time: string
  readonly document: FlowOperationReport | null
}

/** What the audit log tells of one watch. */
export type Story = {
  readonly ending: Ending | null
  readonly messages: readonly Message[]
  /** Events that could not be understood. */
  readonly rejections: readonly { readonly time: string; readonly reason: string }[]
  /** Channels that are set now and of which no outcome message is recorded. */
  readonly channelsWithoutRecord: readonly ChannelName[]
  readonly repeated: number
  readonly unreadable: number
}

/** Tells the story of one stream. `channels`: those that are set now. */
export function storyOf({ records, ...counts }: AuditLines, channels: readonly ChannelName[]): Story {
  const [ending = null] = records.flatMap(record =>
    record.recordType === 'OPERATION_FINISHED' ? [endingOf(record)] : [],
  )
  const messages = messagesOf(records.filter(record => 'notice' in record))
  const told = messages.filter(({ notice }) => notice === 'OUTCOME').map(({ channel }) => channel)
  return {
    ending,
    messages,
    rejections: records.flatMap(record =>
      record.recordType === 'EVENT_REJECTED' ? [{ time: record.time, reason: record.reason }] : [],
    ),
    channelsWithoutRecord: ending === null ? [] : channels.filter(channel => !told.includes(channel)),
    ...counts,
  }
}

/** True when the outcome was told to somebody, and no message of the watch ended as a dead letter. */
export function isEverybodyTold({ messages }: Story): boolean {
  const isOutcomeTold = messages.some(({ notice }) => notice === 'OUTCOME')
  return isOutcomeTold && messages.every(({ status }) => status !== 'DEAD_LETTERED')
}

function endingOf(record: Extract<AuditLine, { readonly recordType: 'OPERATION_FINISHED' }>): Ending {
  const { outcome, severity, time, document } = record
  return { outcome, severity, time, document: FlowOperationReport.safeParse(document).data ?? null }
}

/** Messages in the order of their first record. */
function messagesOf(lines: readonly NotificationLine[]): Message[] {
  const byWay = Map.groupBy(lines, ({ notice, channel, target }) => JSON.stringify([notice, channel, target]))
  return [...byWay.values()].flatMap(messageOf)
}

/** A message that arrived stays so, whatever else is recorded of it; else the newest word counts. */
function messageOf(lines: readonly NotificationLine[]): Message[] {
  const sorted = lines.toSorted((one, other) => Date.parse(one.time) - Date.parse(other.time))
  const last = sorted.findLast(({ recordType }) => recordType === 'NOTIFICATION_DELIVERED') ?? sorted.at(-1)
  if (!last) return []
  const { channel, target, notice } = last
  return [
    { channel, target, notice, ...stepOf(last), earlier: sorted.filter(line => line !== last).map(stepOf) },
  ]
}

const statuses = {
  NOTIFICATION_DELIVERED: 'DELIVERED',
  NOTIFICATION_DEAD_LETTERED: 'DEAD_LETTERED',
  NOTIFICATION_SUPERSEDED: 'SUPERSEDED',
} as const

function stepOf(line: NotificationLine): Step {
  const { time, attempts } = line
  const common = { status: statuses[line.recordType], time, attempts }
  return line.recordType === 'NOTIFICATION_DELIVERED'
    ? { ...common, receipt: line.receipt, reason: null, parked: false }
    : { ...common, receipt: null, reason: line.reason, parked: line.parked }
}
