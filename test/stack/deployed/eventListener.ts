import { PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge'
import { CreateQueueCommand, GetQueueAttributesCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs'
import type { Account } from './account.ts'
import { eventually } from './eventually.ts'

/**
 * Puts all events of one source on the default bus into a queue of the same name.
 * @returns takes the next event; waits for one
 */
export async function listenToEvents(account: Account, source: string): Promise<() => Promise<unknown>> {
  const { events, sqs } = account
  const policy = {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: '*',
      },
    ],
  }
  const { QueueUrl } = await sqs.send(
    new CreateQueueCommand({ QueueName: source, Attributes: { Policy: JSON.stringify(policy) } }),
  )
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }),
  )
  await events.send(new PutRuleCommand({ Name: source, EventPattern: JSON.stringify({ source: [source] }) }))
  await events.send(
    new PutTargetsCommand({ Rule: source, Targets: [{ Id: 'queue', Arn: Attributes?.['QueueArn'] }] }),
  )
  return () =>
    eventually(`an event of ${source}`, async () => {
      const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 1 }))
      const body = Messages?.[0]?.Body
      return body === undefined ? undefined : (JSON.parse(body) as unknown)
    })
}
