import { PurgeQueueCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import type { World } from '../world.ts'
import type { PlantedFault } from './fault.ts'

/** What was left behind. */
export const deadLetterFaults: readonly PlantedFault[] = [
  {
    title: 'a message that no channel took',
    plant: withLetterIn('NotificationDeadLetterQueue'),
    check: 'dead-letters',
    found: /NotificationDeadLetterQueue has 1/,
    fix: /npx flowbell redrive --stack flowbell-dev/,
  },
  {
    title: 'a start event whose watch could not be started',
    plant: withLetterIn('StartEventDeadLetterQueue'),
    check: 'dead-letters',
    found: /StartEventDeadLetterQueue has 1/,
    fix: /npx flowbell redrive --stack flowbell-dev/,
  },
  {
    title: 'a run of the sweep that was not handed over',
    plant: withLetterIn('SweepDeadLetterQueue'),
    check: 'dead-letters',
    found: /SweepDeadLetterQueue has 1/,
    fix: /aws sqs receive-message --queue-url/,
  },
]

function withLetterIn(logicalId: string) {
  return async ({ settings, id }: World) => {
    const client = new SQSClient({ ...settings, useQueueUrlAsEndpoint: false })
    const QueueUrl = id(logicalId)
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: '{}' }))
    return () => client.send(new PurgeQueueCommand({ QueueUrl }))
  }
}
