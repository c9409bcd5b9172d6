import { PutEventsCommand } from '@aws-sdk/client-eventbridge'
import { startFlush } from '../../../local/startedOperation.ts'
import type { Account } from './account.ts'

/** The event of a start call, as EventBridge makes it of CloudTrail's record. */
export type StartEvent = {
  readonly source: string
  readonly 'detail-type': string
  readonly detail: {
    readonly eventID: string
    readonly responseElements: { readonly flowOperationId: string } | null
    readonly errorCode?: string
  } & Readonly<Record<string, unknown>>
}

/** Starts a flush at the local model, which this process' environment names, and gives the event of the call. */
export async function flushEvent(): Promise<StartEvent> {
  return (await startFlush()) as StartEvent
}

/** The operation that an accepted call started. */
export function operationIdOf({ detail }: StartEvent): string {
  return detail.responseElements?.flowOperationId ?? ''
}

/** Puts the event on the default bus under a new event id, as AWS itself does. */
export async function putOnBus({ events }: Account, event: StartEvent): Promise<void> {
  const { FailedEntryCount, Entries } = await events.send(
    new PutEventsCommand({
      Entries: [
        {
          Source: event.source,
          DetailType: event['detail-type'],
          Detail: JSON.stringify(event.detail),
        },
      ],
    }),
  )
  if (FailedEntryCount) throw new Error(`the bus refused the event: ${JSON.stringify(Entries)}`)
}
