import {
  type EventBridgeClient,
  PutEventsCommand,
  type PutEventsResultEntry,
} from '@aws-sdk/client-eventbridge'
import { ServiceError } from '../../domain/serviceError.ts'
import type { NotificationChannel } from '../../ports.ts'
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
        return {
          attempts: 1,
          receipt: acceptedEntry(answer.Entries, answer.FailedEntryCount).EventId ?? null,
        }
      } catch (error) {
        throw awsDeliveryError(error, 'EventBridge PutEvents')
      }
    },
  }
}

/** A successful call may hold a failed entry: that is a failure (PutEvents API page). */
function acceptedEntry(entries: readonly PutEventsResultEntry[] = [], failedCount = 0): PutEventsResultEntry {
  const [entry = {}] = entries
  if (failedCount === 0 && !entry.ErrorCode) return entry
  const { ErrorCode = 'FailedEntry', ErrorMessage = 'the entry was not accepted' } = entry
  throw new ServiceError({ name: ErrorCode, message: ErrorMessage })
}
