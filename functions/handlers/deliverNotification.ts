import * as z from 'zod/mini'
import { DeliveryError } from '../domain/deliveryFailure.ts'
import { accepted, refused } from '../domain/deliveryRetry.ts'
import { deliveryMetrics, documentInvalidMetric } from '../domain/metrics.ts'
import { Delivery } from '../domain/notification.ts'
import type { FlowOperationReport } from '../domain/report.ts'
import { toldDocument } from '../domain/toldDocument.ts'
import { isObject } from '../domain/tolerantJson.ts'
import { defineFunction, loadAhead, type ServiceBuilders } from '../lambda.ts'
import type { Clock, Log, Metrics, NotificationChannel, NotificationChannels, Random } from '../ports.ts'
import { buildChannels, loadChannels } from '../services/channels.ts'
import { buildMetrics } from '../services/metrics.ts'

/** The document is checked as it is sent, and never refused: a defect of ours must not keep anybody from being told. */
const Input = z.object({ delivery: Delivery, document: z.unknown(), auditRecorded: z.boolean() })
type Input = z.infer<typeof Input>
type Services = {
  readonly channels: NotificationChannels
  readonly clock: Clock
  readonly random: Random
  readonly metrics: Metrics
  readonly log: Log
}

const serviceBuilders: ServiceBuilders<Services> = {
  channels: buildChannels,
  clock: runtime => runtime.clock,
  random: runtime => runtime.random,
  metrics: buildMetrics,
  log: runtime => runtime.log,
}

/** One round of one message on one channel: the delivery in, the delivery with what became of it out. */
export const deliverNotification = defineFunction({
  name: 'deliverNotification',
  input: Input,
  services: serviceBuilders,
  async run(input, { channels, clock, random, ...services }): Promise<Delivery> {
    const { delivery } = input
    const { target, card, plainText } = delivery
    const document = checkedDocument(input, services)
    const chance = () => ({ nowMilliseconds: clock.nowMilliseconds(), random })
    try {
      const channel = demandChannel(channels, delivery)
      const acceptance = await channel.deliver({ document, target, card, plainText })
      const delivered = accepted(delivery, acceptance, chance())
      // A card is kept current, which is nobody's news.
      if (delivery.notice !== 'STARTED') services.metrics.record(deliveryMetrics(document, [delivered]))
      return delivered
    } catch (error) {
      if (error instanceof DeliveryError) return refused(delivery, error, chance())
      throw error
    }
  },
})

/** The document as it leaves; what does not fit its schema is logged by the names of the members and counted. */
function checkedDocument(
  { delivery, document: given, auditRecorded }: Input,
  { metrics, log }: Pick<Services, 'metrics' | 'log'>,
): FlowOperationReport {
  const shown = { ...(isObject(given) ? given : {}), auditRecorded }
  const { document, unfit } = toldDocument(shown, delivery.notice)
  if (unfit.length === 0) return document
  metrics.record([documentInvalidMetric])
  const message = `members of the document do not fit its schema and are told as unknown: ${unfit.join(', ')}`
  log({ level: 'ERROR', error: 'DocumentInvalid', message })
  return document
}

function demandChannel(channels: NotificationChannels, { channel }: Delivery): NotificationChannel {
  const found = channels.channel(channel)
  if (found) return found
  throw new DeliveryError(`the channel ${channel} is no longer configured`, { kind: 'REJECTED', attempts: 0 })
}

await loadAhead(loadChannels)
export const handler = deliverNotification()
