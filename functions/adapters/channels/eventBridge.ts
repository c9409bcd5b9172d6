import {
  type EventBridgeClient,
  PutEventsCommand,
  type PutEventsCommandOutput,
} from '@aws-sdk/client-eventbridge'
import { ServiceError } from '../../domain/serviceError.ts'
import type { NotificationChannel } from '../../ports.ts'
import { listIn, textIn } from '../answerParts.ts'
import { awsCall } from '../awsCall.ts'
import { awsDeliveryError } from './awsChannelFailure.ts'

/** The source of Flowbell's own events. */
const source = 'flowbell'

/** Puts every notice on one event bus, with the machine-readable document as detail. The receipt is the event's id. */
export function eventBridgeChannel(client: EventBridgeClient, eventBusName: string): NotificationChannel {
  return {
    async deliver({ document }) {
      const entry = {
        EventBusName: eventBusName,
        Source: source,
        DetailType: document.notice === 'OVERDUE' ? 'Flow Operation Overdue' : 'Flow Operation Finished',
        Detail: JSON.stringify(document),
        Resources: document.firewallArn === null ? [] : [document.firewallArn],
      }
      try {
        const answer = await awsCall(options =>
          client.send(new PutEventsCommand({ Entries: [entry] }), options),
        )
        return { attempts: 1, receipt: acceptedEventId(answer) }
      } catch (error) {
        throw awsDeliveryError(error, 'EventBridge PutEvents')
      }
    },
  }
}

/** A successful call may hold a failed entry: that is a failure (PutEvents API page). */
function acceptedEventId({ Entries, FailedEntryCount = 0 }: PutEventsCommandOutput): string | null {
  const [entry = {}] = listIn(Entries, 'Entries')
  const { EventId, ErrorCode, ErrorMessage } = entry
  if (FailedEntryCount === 0 && !ErrorCode) return textIn(EventId)
  const message = textIn(ErrorMessage) ?? 'the entry was not accepted'
  throw new ServiceError({ name: textIn(ErrorCode) ?? 'FailedEntry', message })
}
