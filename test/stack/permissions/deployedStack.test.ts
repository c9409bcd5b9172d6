import { expect, test } from '@jest/globals'
import type { Template } from '../../packaging/packageStack.ts'
import { DeployedStack } from './deployedStack.ts'

const place = {
  partition: 'aws-cn',
  region: 'cn-north-1',
  accountId: '123456789012',
  stackName: 'bell',
  queueOrigin: 'http://127.0.0.1:1',
}

const template = {
  Parameters: { TopicArn: { Default: '' }, Mode: { Default: 'plain' } },
  Conditions: {
    CreatesTopic: { 'Fn::Equals': [{ Ref: 'TopicArn' }, ''] },
    IsLoud: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'Mode' }, 'plain'] }] },
    Both: { 'Fn::And': [{ Condition: 'CreatesTopic' }, { Condition: 'IsLoud' }] },
    Either: { 'Fn::Or': [{ Condition: 'CreatesTopic' }, { Condition: 'IsLoud' }] },
  },
  Resources: {
    Topic: { Type: 'AWS::SNS::Topic', Condition: 'CreatesTopic' },
    Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: { 'Fn::Sub': '${AWS::StackName}-letters' } } },
    Group: { Type: 'AWS::Logs::LogGroup' },
    Other: { Type: 'AWS::S3::Bucket' },
  },
  Outputs: {},
} as unknown as Template

const stack = (parameters = {}) => new DeployedStack(template, place, parameters)

test.each([
  [{ Ref: 'Topic' }, 'arn:aws-cn:sns:cn-north-1:123456789012:bell-Topic'],
  [{ Ref: 'Queue' }, 'http://127.0.0.1:1/123456789012/bell-letters'],
  [{ 'Fn::GetAtt': ['Queue', 'Arn'] }, 'arn:aws-cn:sqs:cn-north-1:123456789012:bell-letters'],
  [{ Ref: 'Group' }, 'bell-Group'],
  [{ 'Fn::Sub': '${Group.Arn}/x' }, 'arn:aws-cn:logs:cn-north-1:123456789012:log-group:bell-Group:*/x'],
  [{ 'Fn::Sub': ['${A}-${AWS::Region}', { A: { Ref: 'Mode' } }] }, 'plain-cn-north-1'],
  [{ 'Fn::Select': [1, { 'Fn::Split': ['/', 'a/b'] }] }, 'b'],
  [{ 'Fn::Join': ['-', ['a', { Ref: 'AWS::AccountId' }]] }, 'a-123456789012'],
  [{ 'Fn::If': ['IsLoud', 'loud', 'quiet'] }, 'quiet'],
  [['a', { 'Fn::If': ['IsLoud', 'loud', { Ref: 'AWS::NoValue' }] }], ['a']],
  [{ a: { Ref: 'AWS::NoValue' }, b: 1 }, { b: 1 }],
])('%j is resolved as CloudFormation does it', (node, value) => {
  expect(stack().resolve(node)).toEqual(value)
})

test.each([
  [{}, 'Either'],
  [{ Mode: 'loud' }, 'IsLoud'],
  [{ Mode: 'loud' }, 'Both'],
  [{ Mode: 'loud', TopicArn: 'arn:x' }, 'Either'],
])('with %j the condition %s holds', (parameters, condition) => {
  expect(stack(parameters).resolve({ 'Fn::If': [condition, 'yes', 'no'] })).toBe('yes')
})

test('resources whose condition does not hold are not there', () => {
  expect(stack().ids('AWS::SNS::Topic')).toEqual(['Topic'])
  expect(stack({ TopicArn: 'arn:x' }).ids('AWS::SNS::Topic')).toEqual([])
})

test.each([
  [{ 'Fn::ImportValue': 'x' }, 'Fn::ImportValue'],
  [{ Ref: 'Other' }, 'AWS::S3::Bucket'],
  [{ Ref: 'Nothing' }, 'Nothing'],
  [{ 'Fn::GetAtt': ['Queue', 'QueueName'] }, 'Queue.QueueName'],
])('%j is refused rather than guessed', (node, message) => {
  expect(() => stack().resolve(node)).toThrow(message)
})
