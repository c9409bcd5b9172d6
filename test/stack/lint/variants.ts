import path from 'node:path'
import type { StackParameters } from '../../packaging/packageStack.ts'

const secretKey = 'arn:aws:kms:us-east-1:123456789012:key/6a0e3c3f-54e1-4f3c-8a57-6b9d0f1c2e11'
const topicKey = 'arn:aws:kms:us-east-1:123456789012:key/2b7d41c8-0f6e-4c0b-9a3d-5e8f7a6b4c22'
const stackKey = 'arn:aws:kms:us-east-1:123456789012:key/9c1f5e7a-3b2d-4e6f-8a9b-0c1d2e3f4a33'
const secret = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:flowbell/slack-AbCdEf'
const teamsSecret = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:flowbell/teams-AbCdEf'
const topic = 'arn:aws:sns:us-east-1:123456789012:security'
const routesFile = path.join(import.meta.dirname, 'routes.json')

/** How people deploy the stack. Each is packaged and linted; every CloudFormation condition is true in one and false in another. */
export const variants: Record<string, StackParameters> = {
  defaults: {},
  slack: { slackSecretArn: secret, slackSecretKmsKeyArn: secretKey },
  teams: { teamsSecretArn: teamsSecret, teamsSecretKmsKeyArn: secretKey },
  ownSlackSecret: { createSlackSecret: 'true' },
  givenTopic: { topicArn: topic, topicKmsKeyArn: topicKey },
  // With routes in a parameter of one's own, to topics of one's own.
  givenKey: {
    kmsKeyArn: stackKey,
    routesParameter: '/security/routes',
    routedTopicArns: `${topic},${topic}-2`,
  },
  eventBus: {
    eventBusName: 'security',
    routesFile,
    alarmEmail: 'oncall@example.com',
    reserveConcurrency: 'false',
    sweepMinutes: '5',
    auditRetentionDays: '3653',
    logRetentionDays: '7',
    overdueMinutes: '720',
    pollTable: '35,14,12x3',
  },
}
