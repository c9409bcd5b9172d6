/** The stack's parameters with what serverless.yml gives them; a test sees that none is missing here. */
export const defaults: Readonly<Record<string, unknown>> = {
  slackSecretArn: '',
  slackSecretKmsKeyArn: '',
  createSlackSecret: false,
  topicArn: '',
  topicKmsKeyArn: '',
  kmsKeyArn: '',
  eventBusName: '',
  routesFile: '',
  routesParameter: '',
  routedTopicArns: '',
  overdueMinutes: 60,
  auditRetentionDays: 400,
  logRetentionDays: 30,
  sweepMinutes: 10,
  alarmEmail: '',
  reserveConcurrency: true,
}
