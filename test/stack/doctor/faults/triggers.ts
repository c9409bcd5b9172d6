import {
  CloudTrailClient,
  DeleteTrailCommand,
  PutEventSelectorsCommand,
  StartLoggingCommand,
  StopLoggingCommand,
} from '@aws-sdk/client-cloudtrail'
import {
  DisableRuleCommand,
  EnableRuleCommand,
  EventBridgeClient,
  ListTargetsByRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge'
import { GetScheduleCommand, SchedulerClient, UpdateScheduleCommand } from '@aws-sdk/client-scheduler'
import { scheduleName } from '../deployment.ts'
import { countSweep, makeTrail, trailName, type World } from '../world.ts'
import { jsonAnswer, type PlantedFault, withVariables } from './fault.ts'

/** What keeps a start call from being noticed. */
export const triggerFaults: readonly PlantedFault[] = [
  {
    title: 'a Region without firewalls',
    plant: async ({ answering }) => answering('ListFirewalls', () => jsonAnswer({ Firewalls: [] })),
    check: 'firewalls',
    found: /no firewall/,
    fix: /deploy Flowbell there/,
  },
  {
    title: 'no trail at all',
    async plant({ settings, id }) {
      await new CloudTrailClient(settings).send(new DeleteTrailCommand({ Name: trailName }))
      return () => makeTrail(settings, id('ServerlessDeploymentBucket'))
    },
    check: 'trail',
    found: /there is no trail/,
    fix: /aws cloudtrail create-trail .* && aws cloudtrail start-logging/,
  },
  {
    title: 'a trail with logging off',
    async plant({ settings }) {
      const client = new CloudTrailClient(settings)
      await client.send(new StopLoggingCommand({ Name: trailName }))
      return () => client.send(new StartLoggingCommand({ Name: trailName }))
    },
    check: 'trail',
    found: /management-events is not logging/,
    fix: /aws cloudtrail start-logging --name arn:aws:cloudtrail:eu-west-1:123456789012:trail\/management-events/,
  },
  {
    title: 'a trail that records reads only',
    plant: withSelectors([{ ReadWriteType: 'ReadOnly', IncludeManagementEvents: true }]),
    check: 'trail',
    found: /management-events leaves out management events that write/,
    fix: /aws cloudtrail get-event-selectors/,
  },
  {
    title: 'a rule for started operations that is disabled',
    plant: withDisabledRule('FlowOperationStartedRule'),
    check: 'event-rules',
    found: /FlowOperationStartedRule\S* is disabled/,
    fix: /aws events enable-rule --name flowbell-dev-FlowOperationStartedRule/,
  },
  {
    title: 'a rule for refused starts that is disabled',
    plant: withDisabledRule('FlowOperationRefusedRule'),
    check: 'event-rules',
    found: /FlowOperationRefusedRule\S* is disabled/,
    fix: /aws events enable-rule --name flowbell-dev-FlowOperationRefusedRule/,
  },
  {
    title: 'a rule without its target',
    async plant({ settings, id }) {
      const client = new EventBridgeClient(settings)
      const Rule = id('FlowOperationStartedRule')
      const { Targets = [] } = await client.send(new ListTargetsByRuleCommand({ Rule }))
      const Ids = Targets.map(({ Id = '' }) => Id)
      await client.send(new RemoveTargetsCommand({ Rule, Ids }))
      return () => client.send(new PutTargetsCommand({ Rule, Targets }))
    },
    check: 'event-rules',
    found: /does not call startWatch/,
    fix: /aws events put-targets/,
  },
  {
    title: 'a function that the rules may not call',
    plant: async ({ answering }) => answering('GetPolicy', () => jsonAnswer({ Policy: '{"Statement":[]}' })),
    check: 'event-rules',
    found: /may not call startWatch/,
    fix: /aws lambda add-permission .* --principal events.amazonaws.com/,
  },
  {
    title: 'a sweep whose schedule is disabled',
    async plant({ settings }) {
      await setScheduleState(settings, 'DISABLED')
      return () => setScheduleState(settings, 'ENABLED')
    },
    check: 'sweep-schedule',
    found: /flowbell-dev-sweep is disabled/,
    fix: /Enable it/,
  },
  {
    title: 'a last sweep that is too old',
    async plant(world) {
      const stack = 'flowbell-old'
      await countSweep(world.settings, stack, new Date(Date.now() - 45 * 60_000))
      return withVariables({ FLOWBELL_STACK_NAME: stack })(world)
    },
    check: 'last-sweep',
    found: /it was 4[45] min .* ago/,
    fix: /aws logs tail flowbell-dev-SweepOperationsLogGroup\S* --since 1h/,
  },
  {
    title: 'a stack that has just been made, and has not swept yet',
    plant: withVariables({ FLOWBELL_STACK_NAME: 'flowbell-new' }),
    check: 'last-sweep',
    status: 'UNKNOWN',
    found: /none yet; the stack was made .* ago/,
    fix: /Wait/,
  },
]

function withSelectors(EventSelectors: { ReadWriteType: 'ReadOnly'; IncludeManagementEvents: true }[]) {
  return async ({ settings }: World) => {
    const client = new CloudTrailClient(settings)
    await client.send(new PutEventSelectorsCommand({ TrailName: trailName, EventSelectors }))
    const all = [{ ReadWriteType: 'All' as const, IncludeManagementEvents: true }]
    return () => client.send(new PutEventSelectorsCommand({ TrailName: trailName, EventSelectors: all }))
  }
}

function withDisabledRule(logicalId: string) {
  return async ({ settings, id }: World) => {
    const client = new EventBridgeClient(settings)
    const rule = { Name: id(logicalId) }
    await client.send(new DisableRuleCommand(rule))
    return () => client.send(new EnableRuleCommand(rule))
  }
}

async function setScheduleState(settings: World['settings'], State: 'ENABLED' | 'DISABLED'): Promise<void> {
  const client = new SchedulerClient(settings)
  const { ScheduleExpression, FlexibleTimeWindow, Target } = await client.send(
    new GetScheduleCommand({ Name: scheduleName }),
  )
  await client.send(
    new UpdateScheduleCommand({ Name: scheduleName, ScheduleExpression, FlexibleTimeWindow, Target, State }),
  )
}
