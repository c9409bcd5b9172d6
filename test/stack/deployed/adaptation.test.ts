import { expect, test } from '@jest/globals'
import type { Template } from '../../packaging/packageStack.ts'
import { adapted } from './adaptation.ts'
import { ministackAdaptations } from './emulators/ministackAdaptations.ts'

const template: Template = {
  Resources: {
    Group: { Type: 'AWS::Logs::LogGroup', Properties: {} },
    Query: { Type: 'Some::Query::Type', Properties: { Group: { Ref: 'Group' } } },
    SmallThing: { Type: 'Some::Thing::Type', Properties: { Name: 'small' } },
    LargeThing: { Type: 'Some::Thing::Type', Properties: { Name: 'large', Parts: [1, 2] } },
  },
  Outputs: { GroupName: { Value: { Ref: 'Group' } } },
}
const adaptations = [
  { resourceType: 'Some::Query::Type', reason: 'for this test', inItsPlace: () => null },
  {
    resourceType: 'Some::Thing::Type',
    withProperty: 'Parts',
    reason: 'for this test',
    inItsPlace: () => ({ Type: 'Some::Thing::Type', Properties: { Name: 'plain' } }),
  },
]

test('only resources of the listed kinds are left out or replaced', () => {
  const { Group, SmallThing } = template.Resources

  expect(adapted(template, adaptations)).toEqual({
    Resources: {
      Group,
      SmallThing,
      LargeThing: { Type: 'Some::Thing::Type', Properties: { Name: 'plain' } },
    },
    Outputs: template.Outputs,
  })
})

test('a template with none of them stays as it is', () => {
  expect(adapted(template, [])).toEqual(template)
})

test.each([
  ['a Ref', { Value: { Ref: 'Query' } }],
  ['a GetAtt', { Value: { 'Fn::GetAtt': ['Query', 'Id'] } }],
  ['a Sub', { Value: { 'Fn::Sub': 'id: ${Query}' } }],
  ['an attribute in a Sub', { Value: { 'Fn::Sub': 'id: ${Query.Id}' } }],
])('what %s needs cannot be left out unnoticed', (_kind, output) => {
  const needed = { ...template, Outputs: { NeedsIt: output } }

  expect(() => adapted(needed, adaptations)).toThrow('Query cannot be left out')
})

test('an alarm on metric math becomes one on its first metric, and stays the same otherwise', () => {
  const metric = {
    Namespace: 'AWS/States',
    MetricName: 'ExecutionsFailed',
    Dimensions: [{ Name: 'A', Value: 'b' }],
  }
  const alarm = {
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      AlarmActions: [{ Ref: 'Topic' }],
      Threshold: 0,
      Metrics: [
        { Id: 'sum', Expression: 'SUM(METRICS())' },
        { Id: 'failed', ReturnData: false, MetricStat: { Metric: metric, Period: 300, Stat: 'Sum' } },
      ],
    },
  }

  const { Resources } = adapted({ Resources: { Alarm: alarm }, Outputs: {} }, ministackAdaptations)

  expect(Resources['Alarm']).toEqual({
    Type: 'AWS::CloudWatch::Alarm',
    Properties: { AlarmActions: [{ Ref: 'Topic' }], Threshold: 0, ...metric, Period: 300, Statistic: 'Sum' },
  })
})
