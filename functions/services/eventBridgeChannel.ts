import { EventBridgeClient } from '@aws-sdk/client-eventbridge'
import { eventBridgeChannel } from '../adapters/channels/eventBridge.ts'
import type { NotificationChannel } from '../ports.ts'
import type { Runtime } from '../runtime.ts'
import { demanded } from './demanded.ts'
import { oneAttempt } from './oneAttempt.ts'

export function buildEventBridgeChannel({ settings, prepareClient }: Runtime): NotificationChannel {
  const eventBusName = demanded(settings.eventBusName, 'FLOWBELL_EVENT_BUS_NAME')
  return eventBridgeChannel(prepareClient(new EventBridgeClient(oneAttempt)), eventBusName)
}
