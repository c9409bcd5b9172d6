import type { ChannelName } from '../../../../functions/domain/notification.ts'
import type { Outcome } from '../../../../functions/domain/outcome.ts'
import type { Message, Watched } from '../../invariants/facts.ts'
import type { Rule, Seen } from './row.ts'

/** A rule about one figure or text, which has to be exactly as expected. */
export function equal(says: string, find: (seen: Seen) => unknown, expected: unknown): Rule {
  return {
    says,
    check: seen => {
      const found = JSON.stringify(find(seen))
      const wanted = JSON.stringify(expected)
      return found === wanted ? null : `${found} instead of ${wanted}`
    },
  }
}

export function isTrue(says: string, find: (seen: Seen) => boolean): Rule {
  return { says, check: seen => (find(seen) ? null : 'it is not so') }
}

export function within(says: string, find: (seen: Seen) => number, least: number, most: number): Rule {
  return {
    says,
    check: seen => {
      const found = find(seen)
      return found >= least && found <= most ? null : `${found} is not between ${least} and ${most}`
    },
  }
}

export const watches = (count: number): Rule =>
  equal(`${count} executions`, ({ run }) => run.executions.length, count)

/** Of every watch: the outcome of its record. */
export const ends = (outcome: Outcome): Rule => ({
  says: `every watch ends ${outcome}`,
  check: ({ facts }) => {
    const found = facts.watches.map(({ finished }) => finished[0]?.record['outcome'] ?? 'without a record')
    const isRight = found.length > 0 && found.every(each => each === outcome)
    return isRight ? null : `it is ${found.join(', ')}`
  },
})

export const green: Rule = {
  says: 'every execution ends well',
  check: ({ run }) => {
    const wrong = run.executions.filter(({ status }) => status !== 'SUCCEEDED')
    return wrong.length === 0 ? null : wrong.map(({ status, error }) => `${status} ${error}`).join(', ')
  },
}

/** The error by which every execution fails; its alarm has to ring. */
export const red = (error: string): Rule => ({
  says: `every execution ends red, ${error}, and an alarm rings`,
  check: ({ run }) => {
    const wrong = run.executions.filter(execution => execution.error !== error)
    if (wrong.length > 0) return wrong.map(({ status, error: other }) => `${status} ${other}`).join(', ')
    return run.alarms.some(({ name }) => name === 'ExecutionsFailed') ? null : 'no alarm rings'
  },
})

export function messagesTo({ facts }: Seen, channel: ChannelName, notice = 'OUTCOME'): readonly Message[] {
  return facts.watches.flatMap(({ messages }) =>
    messages.filter(({ delivery }) => delivery.channel === channel && delivery.notice === notice),
  )
}

/** Exactly one message with the outcome. A card with its reply in the thread counts as one. */
export const toldOnce = (...channels: readonly ChannelName[]): Rule => ({
  says: `told once on ${channels.join(', ')}`,
  check: seen => {
    const wrong = channels.filter(
      channel => complete(messagesTo(seen, channel)) !== seen.run.executions.length,
    )
    return wrong.length === 0 ? null : `not once on ${wrong.join(', ')}`
  },
})

function complete(messages: readonly Message[]): number {
  const of = (role: Message['role']) => messages.filter(each => each.role === role).length
  return of('message') + of('reply')
}

/** At least one message and at most one more, for failures after which nobody can know. */
export const toldOnceOrTwice = (channel: ChannelName): Rule =>
  within(`told once on ${channel}, or twice`, seen => complete(messagesTo(seen, channel)), 1, 2)

/** Exactly these dead letters, one for each channel, each with its record, and the alarm. */
export const deadLetters = (...channels: readonly ChannelName[]): Rule => ({
  says:
    channels.length === 0
      ? 'no dead letter'
      : `a dead letter, its record and an alarm for ${channels.join(', ')}`,
  check: ({ run }) => {
    const letters = run.letters.map(({ channel }) => channel).toSorted()
    const recorded = run.records.flatMap(({ record }) =>
      record.recordType === 'NOTIFICATION_DEAD_LETTERED' ? [String(record['channel'])] : [],
    )
    const wanted = channels.toSorted().join(' ')
    if (letters.join(' ') !== wanted) return `letters for ${letters.join(', ') || 'nobody'}`
    if (recorded.toSorted().join(' ') !== wanted) return `records for ${recorded.join(', ') || 'nobody'}`
    const rings = run.alarms.some(({ name }) => name === 'NotificationDeadLetters')
    return rings === channels.length > 0 ? null : 'the alarm is not as it should be'
  },
})

/** The reasons that the dead letters give. */
export const reason = (pattern: RegExp): Rule => ({
  says: `each dead letter says ${pattern.source}`,
  check: ({ run }) => run.letters.find(letter => !pattern.test(letter.reason))?.reason ?? null,
})

export const rings = (...names: readonly string[]): Rule => ({
  says: `${names.join(', ')} ring`,
  check: ({ run }) => {
    const missing = names.filter(name => !run.alarms.some(alarm => alarm.name === name))
    return missing.length === 0 ? null : `${missing.join(', ')} do not`
  },
})

/** Alarms that ring because of the scenario, and not because of its fault, are named. */
export const quiet = (...allowed: readonly string[]): Rule => ({
  says: 'no alarm rings',
  check: ({ run }) => {
    const others = run.alarms.map(({ name }) => name).filter(name => !allowed.includes(name))
    return others.length === 0 ? null : others.join(', ')
  },
})

export const callsOf = (site: string, by: string | null, { run }: Seen): number =>
  run.journal.exchanges.filter(exchange => exchange.site === site && (by === null || exchange.by === by))
    .length

/** What every message of a channel says somewhere. */
export const says = (channel: ChannelName, text: string): Rule => ({
  says: `${channel} says ${JSON.stringify(text)}`,
  check: seen => {
    const messages = messagesTo(seen, channel).filter(({ role }) => role !== 'edit')
    const isSaid = messages.some(({ exchange }) => JSON.stringify(exchange.request).includes(text))
    return isSaid ? null : 'it does not'
  },
})

/** All as if nothing had happened. */
export const unharmed = [
  watches(1),
  ends('COMPLETED'),
  green,
  toldOnce('sns', 'slack', 'eventbridge', 'teams'),
  deadLetters(),
] as const

/** The document in the record of the end. */
export function documentOf(watch: Watched): Readonly<Record<string, unknown>> {
  const document = watch.finished[0]?.record['document']
  if (typeof document !== 'object' || document === null) throw new TypeError('the end has no document')
  return document as Readonly<Record<string, unknown>>
}
