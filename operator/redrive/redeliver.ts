import { notificationRecords } from '../../functions/domain/auditRecord.ts'
import { type ChannelName, type Delivery, newDelivery } from '../../functions/domain/notification.ts'
import type { FlowOperationReport } from '../../functions/domain/report.ts'
import { isWorthRetrying, ServiceError } from '../../functions/domain/serviceError.ts'
import type { AuditLog, Clock } from '../../functions/ports.ts'
import { type Letter, letterIn } from './letterBody.ts'
import {
  type MessageFacts,
  nothingKnown,
  type Outcome,
  type SentOutcome,
  type SupersededOutcome,
  stays,
} from './outcome.ts'
import { newPatience, type PatienceSettings } from './patience.ts'
import { supersededReason } from './superseded.ts'

/** One round of the shipped deliverNotification. */
export type DeliverRound = (input: {
  readonly delivery: Delivery
  readonly document: FlowOperationReport
  readonly auditRecorded: boolean
}) => Promise<Delivery>

export type Redelivery = {
  readonly deliver: DeliverRound
  readonly auditLog: AuditLog
  readonly clock: Clock
  readonly patience: PatienceSettings
}

/**
 * Sends letters again, round by round, as the state machine would: the channel says when to come back. A channel that was
 * waited for in vain is not waited for again.
 */
export function redelivery(services: Redelivery): (body: string) => Promise<Outcome> {
  const spent = new Set<ChannelName>()
  return async body => {
    const letter = letterIn(body)
    if (typeof letter === 'string') return stays(nothingKnown, letter)
    const { channel, document } = letter
    const facts = factsOf(letter)
    const outdated = supersededReason(letter, services.clock.nowMilliseconds())
    if (outdated !== null) return superseded(letter, outdated, services)
    const delivery = await settledDelivery(letter, services, spent.has(channel))
    if (delivery instanceof Error) return stays(facts, `${delivery.name}: ${delivery.message}`)
    if (delivery.status === 'DELIVERED') return sent(facts, delivery, document, services)
    if (delivery.status === 'RETRY_LATER') spent.add(channel)
    return stays(facts, delivery.reason ?? 'refused for no known reason')
  }
}

/** Only reads: says which letters could be sent. */
export function redeliveryRehearsal(
  channels: readonly ChannelName[],
  clock: Clock,
): (body: string) => Promise<Outcome> {
  return async body => {
    const letter = letterIn(body)
    if (typeof letter === 'string') return stays(nothingKnown, letter)
    const { channel } = letter
    const facts = factsOf(letter)
    const outdated = supersededReason(letter, clock.nowMilliseconds())
    if (outdated !== null) return stays(facts, `dry run: it would be removed as superseded: ${outdated}`)
    if (!channels.includes(channel)) return stays(facts, `the channel ${channel} is no longer configured`)
    return stays(facts, `dry run: it would be sent to ${channel}`)
  }
}

function factsOf({ channel, target, document }: Letter): MessageFacts {
  return { channel, target, flowOperationId: document.flowOperationId }
}

async function settledDelivery(
  letter: Letter,
  { deliver, patience }: Redelivery,
  isSpent: boolean,
): Promise<Delivery | Error> {
  const waits = newPatience(patience, isSpent)
  const { notice, document } = letter
  let delivery = newDelivery(letter, notice)
  for (;;) {
    const round = await deliver({ delivery, document, auditRecorded: document.auditRecorded }).catch(asError)
    if (round instanceof Error) return round
    delivery = round
    if (delivery.status !== 'RETRY_LATER') return delivery
    const why = delivery.reason ?? `${letter.channel} is to be tried again`
    const refusal = await waits.wait(delivery.waitSeconds, why)
    if (refusal !== null) return { ...delivery, reason: `${why} (${refusal})` }
  }
}

/** What is not a refusal is a defect or a setting: it must not end the whole run. */
function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}

function sent(
  facts: MessageFacts,
  delivery: Delivery,
  document: FlowOperationReport,
  services: Redelivery,
): SentOutcome {
  const { attempts, receipt } = delivery
  const record = recordOf(delivery, document, services)
  return { kind: 'SENT', ...facts, result: 'DELIVERED', attempts, receipt, record }
}

/** Recorded like a message that was still on its way when its watch was over. */
function superseded(letter: Letter, reason: string, services: Redelivery): SupersededOutcome {
  const delivery = { ...newDelivery(letter, letter.notice), reason }
  const record = recordOf(delivery, letter.document, services)
  return { kind: 'SUPERSEDED', ...factsOf(letter), reason, record }
}

function recordOf(
  delivery: Delivery,
  document: FlowOperationReport,
  { auditLog, clock, patience }: Redelivery,
): () => Promise<void> {
  return async () => {
    const now = new Date(clock.nowMilliseconds()).toISOString()
    const records = notificationRecords(document, [delivery], now)
    await withRepeats(() => auditLog.write(document.watchKey, records), patience)
  }
}

/** A record costs little and says much: a failure that may pass is worth some seconds. */
async function withRepeats(write: () => Promise<void>, { pause, stop }: PatienceSettings): Promise<void> {
  for (const seconds of [1, 2]) {
    try {
      await write()
      return
    } catch (error) {
      if (!(error instanceof ServiceError) || !isWorthRetrying(error.kind)) throw error
      await pause(seconds * 1000, stop)
    }
  }
  await write()
}
