import * as z from 'zod/mini'
import { DeliveryError } from '../domain/deliveryFailure.ts'
import { accepted, refused } from '../domain/deliveryRetry.ts'
import { Delivery } from '../domain/notification.ts'
import { FlowOperationReport } from '../domain/report.ts'
import { defineFunction, type ServiceBuilders } from '../lambda.ts'
import type { Clock, NotificationChannel, NotificationChannels, Random } from '../ports.ts'
import { buildChannels } from '../services.ts'

const Input = z.object({ delivery: Delivery, document: FlowOperationReport, auditRecorded: z.boolean() })
type Services = { readonly channels: NotificationChannels; readonly clock: Clock; readonly random: Random }

const serviceBuilders: ServiceBuilders<Services> = {
  channels: buildChannels,
  clock: runtime => runtime.clock,
  random: runtime => runtime.random,
}

/** One round of one message on one channel: the delivery in, the delivery with what became of it out. */
export const deliverNotification = defineFunction({
  name: 'deliverNotification',
  input: Input,
  services: serviceBuilders,
  async run({ delivery, document, auditRecorded }, { channels, clock, random }): Promise<Delivery> {
    const { target, card, plainText } = delivery
    const chance = () => ({ nowMilliseconds: clock.nowMilliseconds(), random })
    try {
      const channel = demandChannel(channels, delivery)
      const shown = { ...document, auditRecorded }
      const acceptance = await channel.deliver({ document: shown, target, card, plainText })
      return accepted(delivery, acceptance, chance())
    } catch (error) {
      if (error instanceof DeliveryError) return refused(delivery, error, chance())
      throw error
    }
  },
})

function demandChannel(channels: NotificationChannels, { channel }: Delivery): NotificationChannel {
  const found = channels.channel(channel)
  if (found) return found
  throw new DeliveryError(`the channel ${channel} is no longer configured`, { kind: 'REJECTED', attempts: 0 })
}

export const handler = deliverNotification()
