import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
} from '@aws-sdk/client-cloudwatch-logs'
import { DeleteRolePolicyCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam'
import { type PlantedFault, withAnswer, withVariables } from './fault.ts'

/** What is deployed and is not as it was deployed. */
export const deploymentFaults: readonly PlantedFault[] = [
  {
    title: 'a stack whose update failed',
    plant: withAnswer('DescribeStacks', body => body.replaceAll('CREATE_COMPLETE', 'UPDATE_ROLLBACK_FAILED')),
    check: 'stack',
    found: /UPDATE_ROLLBACK_FAILED/,
    fix: /describe-stack-events --stack-name flowbell-dev/,
  },
  {
    title: 'a setting that no function can start with',
    plant: withVariables({ FLOWBELL_OVERDUE_MINUTES: 'soon' }),
    check: 'settings',
    found: /FLOWBELL_OVERDUE_MINUTES must be whole minutes/,
    fix: /npx serverless deploy --stage dev/,
    // Nothing that is read from the settings can be asked then.
    besides: [
      'permissions',
      'keys',
      'audit-log',
      'last-sweep',
      'topic',
      'subscriptions',
      'slack-secret',
      'slack-origin',
      'slack-token',
      'event-bus',
    ],
  },
  {
    title: 'a function that is not active',
    plant: withAnswer('GetFunctionConfiguration', body =>
      body.includes('flowbell-dev-pollOperation"')
        ? body.replace('"State": "Active"', '"State": "Failed"')
        : body,
    ),
    check: 'functions',
    found: /pollOperation is Failed/,
    fix: /npx serverless deploy --stage dev/,
  },
  {
    title: 'a state machine that is being deleted',
    plant: withAnswer('DescribeStateMachine', body => body.replace('"ACTIVE"', '"DELETING"')),
    check: 'state-machine',
    found: /DELETING/,
    fix: /npx serverless deploy --stage dev/,
  },
  {
    title: 'a role that lost its policy',
    async plant({ settings, id }) {
      const client = new IAMClient(settings)
      const policy = { RoleName: id('PollOperationRole'), PolicyName: 'PollOperation' }
      await client.send(new DeleteRolePolicyCommand(policy))
      const PolicyDocument = JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 'network-firewall:DescribeFlowOperation', Resource: '*' }],
      })
      return () => client.send(new PutRolePolicyCommand({ ...policy, PolicyDocument }))
    },
    check: 'permissions',
    found:
      /pollOperation may not network-firewall:DescribeFlowOperation on .*firewall\/any \(no policy allows it\)/,
    fix: /detect-stack-drift --stack-name flowbell-dev/,
  },
  {
    title: 'a role whose rights a policy takes away',
    async plant({ settings, id }) {
      const client = new IAMClient(settings)
      const policy = { RoleName: id('WatchStateMachineRole'), PolicyName: 'NoMore' }
      const PolicyDocument = JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Deny',
            Action: 'lambda:*',
            Resource: 'arn:aws:lambda:*:*:function:*-deliverNotification',
          },
        ],
      })
      await client.send(new PutRolePolicyCommand({ ...policy, PolicyDocument }))
      return () => client.send(new DeleteRolePolicyCommand(policy))
    },
    check: 'permissions',
    found: /stateMachine may not lambda:InvokeFunction on .*-deliverNotification \(a policy forbids it\)/,
    fix: /detect-stack-drift/,
  },
  {
    title: 'an audit log group that was deleted',
    async plant({ settings, id }) {
      const client = new CloudWatchLogsClient(settings)
      const logGroupName = id('AuditLogGroup')
      await client.send(new DeleteLogGroupCommand({ logGroupName }))
      return () => client.send(new CreateLogGroupCommand({ logGroupName }))
    },
    check: 'audit-log',
    found: /there is no log group flowbell-dev-AuditLogGroup/,
    fix: /aws logs create-log-group --log-group-name flowbell-dev-AuditLogGroup/,
  },
]
