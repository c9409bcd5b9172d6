import { describe, expect, test } from '@jest/globals'
import { resolveTemplate } from '../resolveTemplate.ts'
import { ofType } from '../rules/policies.ts'
import type { Packaged } from './packaged.ts'

export function describeTriggers(packaged: () => Packaged): void {
  const stack = () => resolveTemplate(packaged().template)
  const properties = (id: string) => stack().resources[id]?.Properties

  describe('the event rules', () => {
    test.each([
      ['FlowOperationStartedRule', 'accepted', false],
      ['FlowOperationRefusedRule', 'refused', true],
    ])('%s matches the %s starts and nothing else, above all not our own read calls', (id, _, hasError) => {
      expect(properties(id)?.['EventPattern']).toEqual({
        source: ['aws.network-firewall'],
        'detail-type': ['AWS API Call via CloudTrail'],
        detail: {
          eventSource: ['network-firewall.amazonaws.com'],
          eventName: ['StartFlowFlush', 'StartFlowCapture'],
          errorCode: [{ exists: hasError }],
        },
      })
    })

    test('lose no event: what cannot be handed over or started goes to a queue', () => {
      const rules = ofType(stack(), 'AWS::Events::Rule')

      expect(rules).toHaveLength(2)
      for (const [, rule] of rules) {
        expect(rule.Properties['Targets']).toEqual([
          {
            Id: 'startWatch',
            Arn: 'StartWatchLambdaFunction.Arn',
            RetryPolicy: { MaximumRetryAttempts: 185, MaximumEventAgeInSeconds: 86_400 },
            DeadLetterConfig: { Arn: 'StartEventDeadLetterQueue.Arn' },
          },
        ])
      }
      expect(properties('StartWatchLambdaEvConf')).toMatchObject({
        DestinationConfig: { OnFailure: { Destination: 'StartEventDeadLetterQueue.Arn' } },
      })
    })

    test('alone may invoke startWatch, and their queue takes from them alone', () => {
      const permissions = ofType(stack(), 'AWS::Lambda::Permission').map(
        ([, permission]) => permission.Properties,
      )

      expect(permissions).toEqual(
        ['FlowOperationStartedRule.Arn', 'FlowOperationRefusedRule.Arn'].map(SourceArn => ({
          FunctionName: 'StartWatchLambdaFunction',
          Action: 'lambda:InvokeFunction',
          Principal: 'events.amazonaws.com',
          SourceAccount: '123456789012',
          SourceArn,
        })),
      )
      expect(JSON.stringify(properties('StartEventDeadLetterQueuePolicy'))).toContain(
        JSON.stringify(['FlowOperationStartedRule.Arn', 'FlowOperationRefusedRule.Arn']),
      )
    })
  })

  describe('the sweep', () => {
    test('runs every ten minutes, and a run that cannot be handed over goes to its queue before the next one', () => {
      expect(properties('SweepSchedule')).toMatchObject({
        ScheduleExpression: 'rate(10 minutes)',
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: {
          Arn: 'SweepOperationsLambdaFunction.Arn',
          RoleArn: 'SweepScheduleRole.Arn',
          RetryPolicy: { MaximumEventAgeInSeconds: 300 },
          DeadLetterConfig: { Arn: 'SweepDeadLetterQueue.Arn' },
        },
      })
    })

    test('is not switched off', () => {
      expect(properties('SweepSchedule')?.['State'] ?? 'ENABLED').toBe('ENABLED')
    })

    test('that fails is tried once more, unless the next run is near', () => {
      expect(properties('SweepOperationsLambdaEvConf')).toMatchObject({
        MaximumRetryAttempts: 1,
        MaximumEventAgeInSeconds: 300,
      })
    })
  })
}
