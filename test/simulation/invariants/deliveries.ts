import type { Delivery } from '../../../functions/domain/notification.ts'
import type { Run } from '../world/simulate.ts'
import { type Checker, each, type Finding, together } from './checker.ts'
import { type Message, named, type Watched } from './facts.ts'

/** What the state machine was to tell: the deliveries that composeNotice made for the outcome. */
function demandedDeliveries({ invocations }: Watched): readonly Delivery[] {
  const composed = invocations.findLast(
    ({ functionName, payload, isEndSeen, result }) =>
      functionName === 'composeNotice' &&
      isEndSeen &&
      result !== null &&
      (payload as { notice: string }).notice === 'OUTCOME',
  )
  return (composed?.result as { deliveries: Delivery[] } | undefined)?.deliveries ?? []
}

/**
 * I3. Which channels a message is routed to is taken from the product where routes are set; without routes it has to be every
 * channel. Left out: watches still running at the horizon, and those that ended OutcomeNotComposed, which I12 holds to an alarm.
 */
const nobodyIsForgotten: Checker = {
  id: 'I3',
  rule: 'every channel has the outcome, or a dead letter and an alarm; where even the queue refuses, the end is red and recorded',
  check: (run, { watches }) =>
    together(
      ...watches.filter(isComposed).map(watched => {
        const demanded = demandedDeliveries(watched)
        const lacking = run.scenario.routes === undefined ? channelsWithout(demanded, run) : []
        const told = each(demanded, delivery => forgotten(watched, delivery, run))
        const all = each(lacking, channel => `${named(watched)} has no message for ${channel}`)
        return together(told, all)
      }),
    ),
}

function isComposed({ execution }: Watched): boolean {
  return execution.status !== 'RUNNING' && execution.error !== 'OutcomeNotComposed'
}

function channelsWithout(demanded: readonly Delivery[], { scenario }: Run): string[] {
  const channels = new Set(scenario.channels.map(channel => channel.replace(/^slack-.*/u, 'slack')))
  return [...channels].filter(channel => !demanded.some(delivery => delivery.channel === channel))
}

function forgotten(watched: Watched, delivery: Delivery, run: Run): string | null {
  const { channel, target } = delivery
  const mine = watched.messages.filter(
    message => message.delivery.notice === 'OUTCOME' && isSame(message.delivery, delivery),
  )
  const roles = new Set(mine.map(({ role }) => role))
  const isTold = roles.has('message') || ((roles.has('edit') || roles.has('card')) && roles.has('reply'))
  if (isTold) return null
  const rings = (name: string) => run.alarms.some(alarm => alarm.name === name)
  const isParked = run.letters.some(
    letter =>
      letter.notice === 'OUTCOME' &&
      letter.document.watchKey === watched.execution.name &&
      isSame({ channel: letter.channel, target: letter.target ?? null }, delivery),
  )
  if (isParked && rings('NotificationDeadLetters')) return null
  // The queue refused as well: the end is red, and the history or the log knows.
  const isRed =
    watched.execution.error === 'NotificationUndelivered' || watched.execution.error === 'AuditNotWritten'
  if (!isParked && isRed && rings('ExecutionsFailed') && wasQueueRefused(run)) return null
  return `${named(watched)}: ${channel}${target ? ` ${target}` : ''} has neither the outcome nor a dead letter with an alarm`
}

/** Only a queue that failed to the end excuses a missing letter. */
function wasQueueRefused({ journal }: Run): boolean {
  return journal.faults.some(({ site }) => site === 'SendMessage' || site === 'lambda:parkNotification')
}

function isSame(
  one: Pick<Delivery, 'channel' | 'target'>,
  other: Pick<Delivery, 'channel' | 'target'>,
): boolean {
  return one.channel === other.channel && one.target === other.target
}

/**
 * I4, exactly: of all messages with the same purpose, only the last may be one that the state machine knows of, so that every extra
 * one was made unavoidable by its own lost answer or lost result. Edits of a card are no messages. Left out: a card posted anew
 * after Slack said that the old one is gone.
 */
const noNeedlessDuplicate: Checker = {
  id: 'I4',
  rule: 'no message is sent again after one that the state machine knows to have arrived: at most one extra per lost answer',
  check: (run, { watches }) => together(...watches.map(watched => duplicatesOf(watched, run))),
}

function duplicatesOf(watched: Watched, run: Run): Finding {
  const groups = Map.groupBy(
    watched.messages.filter(({ role }) => role !== 'edit'),
    purposeOf,
  )
  return each([...groups], ([purpose, messages]) => {
    const needless = messages.slice(0, -1).filter((message, index) => {
      const next = messages[index + 1]
      return message.isKnown && next !== undefined && !isCardGone(message, next, run)
    })
    return needless.length === 0
      ? null
      : `${named(watched)}: ${purpose} was sent again ${needless.length} times after it had arrived`
  })
}

function purposeOf({ delivery, role }: Message): string {
  const { channel, target, notice } = delivery
  // A card is one through the whole watch.
  return [channel, target ?? '', role, role === 'card' ? '' : notice].join(' ')
}

const goneErrors = [
  'message_not_found',
  'cant_update_message',
  'edit_window_closed',
  'is_inactive',
  'block_mismatch',
]

/** The invocation that posted anew had first been told that the old card is no longer there. */
function isCardGone({ role }: Message, next: Message, { journal }: Run): boolean {
  if (role !== 'card') return false
  return journal.exchanges.some(
    ({ site, invocation, index, answer }) =>
      site === 'chat.update' &&
      invocation === next.invocation &&
      index < next.exchange.index &&
      goneErrors.some(error => answer.includes(error)),
  )
}

export const deliveryCheckers = [nobodyIsForgotten, noNeedlessDuplicate]
