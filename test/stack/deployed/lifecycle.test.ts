import { SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch'
import { PublishCommand } from '@aws-sdk/client-sns'
import { SendMessageCommand } from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { resolveTemplate } from '../../packaging/resolveTemplate.ts'
import { packagedTemplate } from '../support/packagedStack.ts'
import { overPlainHttp } from './account.ts'
import { adapted } from './adaptation.ts'
import { type Bed, startBed } from './bed.ts'
import { type DeployedStack, stackName } from './deployedStack.ts'
import { deployerEnvironment } from './deployer.ts'
import { exposedListeners } from './emulators/listeners.ts'
import { ministackAdaptations } from './emulators/ministackAdaptations.ts'
import { Inbox } from './inbox.ts'
import { inventoryOf } from './inventory.ts'
import { retainedNames } from './retained.ts'

const template = packagedTemplate()
let bed: Bed
let stack: DeployedStack

beforeAll(async () => {
  bed = await startBed()
  bed.service.environment = { ...bed.service.environment, ...(await deployerEnvironment(bed.account)) }
  stack = await bed.deploy()
}, 240_000)

afterAll(() => bed.close())

describe('the stack, deployed with the rights in the deploy guide', () => {
  test('is all that the template asks for with its default parameters, but for what ministack cannot make', () => {
    const { resources, outputs } = resolveTemplate(template)
    const makeable = Object.keys(adapted(template, ministackAdaptations).Resources)

    expect(stack.status).toBe('UPDATE_COMPLETE')
    expect(Object.keys(stack.resources).sort()).toEqual(makeable.filter(id => id in resources).sort())
    expect(Object.keys(stack.outputs).sort()).toEqual(Object.keys(outputs).sort())
  })

  test('refuses plain HTTP at its topics and queues', async () => {
    const { sns, sqs } = overPlainHttp(bed.ministack)
    const topics = ['NotificationTopicArn', 'OperationsTopicArn'].map(name => stack.output(name))
    const queues = Object.keys(stack.outputs).filter(name => name.endsWith('QueueUrl'))

    for (const TopicArn of topics)
      await expect(sns.send(new PublishCommand({ TopicArn, Message: 'text' }))).rejects.toThrow(
        /not authorized|denied/u,
      )
    for (const name of queues)
      await expect(
        sqs.send(new SendMessageCommand({ QueueUrl: stack.output(name), MessageBody: 'text' })),
      ).rejects.toThrow(/not authorized|denied/u)
    expect(queues).toHaveLength(3)
  })

  test('lies on an emulator that listens on loopback only', () => {
    expect(exposedListeners(bed.ministack.processId)).toEqual([])
  })
})

describe('alarms', () => {
  test('reach whoever subscribes to the operations topic', async () => {
    const operators = await Inbox.subscribe(bed.account, stack.output('OperationsTopicArn'), 'operators')
    const alarms = Object.entries(stack.resources).filter(([id]) => id.endsWith('Alarm'))
    for (const [, AlarmName] of alarms)
      await bed.account.cloudWatch.send(
        new SetAlarmStateCommand({ AlarmName, StateValue: 'ALARM', StateReason: 'for this test' }),
      )

    for (const [, name] of alarms)
      await operators.message(name, ({ document }) => document['AlarmName'] === name)
    expect(alarms.length).toBeGreaterThan(8)
  })
})

describe('serverless remove', () => {
  test('leaves nothing of the stack but what is kept on purpose', async () => {
    const kept = retainedNames(template, stack)

    expect(await bed.service.serverless('remove')).toContain('successfully removed')

    const left = (await inventoryOf(bed.account)).filter(line => line.includes(stackName))
    expect(left.filter(line => !kept.some(name => line.endsWith(name)))).toEqual([])
    expect(left).toContain(`log group ${stack.output('AuditLogGroupName')}`)
  }, 240_000)
})
