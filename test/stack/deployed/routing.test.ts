import { CreateTopicCommand } from '@aws-sdk/client-sns'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type Bed, startBed } from './bed.ts'
import type { DeployedStack } from './deployedStack.ts'
import { Inbox } from './inbox.ts'
import { flushEvent, operationIdOf, putOnBus } from './startEvents.ts'

let bed: Bed
let stack: DeployedStack
let incidents: string
/** What comes to the topic of the stack, and to the one that a route names. */
let inboxes: { readonly stack: Inbox; readonly incidents: Inbox }

beforeAll(async () => {
  bed = await startBed()
  const { TopicArn = '' } = await bed.account.sns.send(new CreateTopicCommand({ Name: 'incidents' }))
  incidents = TopicArn
  stack = await bed.deploy({ RoutesDocument: JSON.stringify(routes()), RoutedTopicArns: incidents })
  inboxes = {
    stack: await Inbox.subscribe(bed.account, stack.output('NotificationTopicArn'), 'stack'),
    incidents: await Inbox.subscribe(bed.account, incidents, 'incidents'),
  }
}, 240_000)

afterAll(() => bed.close())

const routes = () => ({
  schemaVersion: 1,
  routes: [
    {
      name: 'incidents',
      when: { outcomes: ['FAILED'], firewalls: ['ed*'] },
      to: [{ channel: 'sns', topicArn: incidents }],
    },
  ],
  otherwise: [{ channel: 'sns' }],
})

/** Who was told of a flush that ended so, by the audit log. */
async function toldOf(finalStatus: 'COMPLETED' | 'FAILED', inbox: Inbox): Promise<unknown[]> {
  bed.local.networkFirewall.nextOperation({ durationSeconds: 0, finalStatus })
  const event = await flushEvent()
  await putOnBus(bed.account, event)
  await inbox.about(operationIdOf(event))
  await stack.endOf(operationIdOf(event))
  const records = await stack.auditRecords(operationIdOf(event))
  return records
    .filter(({ recordType }) => recordType === 'NOTIFICATION_DELIVERED')
    .map(({ channel, target = null }) => [channel, target])
}

describe('a stack that was deployed with routes', () => {
  test('sends a message to the topic of the route that fits, and nowhere else', async () => {
    expect(await toldOf('FAILED', inboxes.incidents)).toEqual([['sns', incidents]])
  })

  test('sends the others where routes have everything else go', async () => {
    expect(await toldOf('COMPLETED', inboxes.stack)).toEqual([['sns', null]])
  })

  test('keeps the routes in a parameter of its own, named after it', () => {
    expect(stack.resources['Routes']).toBe('/flowbell-dev/routes')
  })
})
