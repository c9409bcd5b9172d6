import {
  DescribeEventBusCommand,
  DescribeRuleCommand,
  EventBridgeClient,
  ListTargetsByRuleCommand,
} from '@aws-sdk/client-eventbridge'
import type { Cloud } from '../ports.ts'
import { ask, askForOne } from './ask.ts'
import { clientSettings } from './clientSettings.ts'

/** Rules of the default bus, and buses. */
export function eventQuestions(): Pick<Cloud, 'rule' | 'isEventBus'> {
  const client = new EventBridgeClient(clientSettings)
  return {
    async rule(Name) {
      const command = new DescribeRuleCommand({ Name })
      const rule = await askForOne('events:DescribeRule', options => client.send(command, options))
      if (!rule) return null
      const { Targets = [] } = await ask('events:ListTargetsByRule', options =>
        client.send(new ListTargetsByRuleCommand({ Rule: Name }), options),
      )
      return {
        arn: rule.Arn ?? '',
        // Some rules match read calls too, and have a state of their own for that.
        isEnabled: rule.State?.startsWith('ENABLED') === true,
        targetArns: Targets.map(({ Arn }) => Arn ?? ''),
      }
    },
    async isEventBus(Name) {
      const command = new DescribeEventBusCommand({ Name })
      const bus = await askForOne('events:DescribeEventBus', options => client.send(command, options))
      return bus !== null
    },
  }
}
