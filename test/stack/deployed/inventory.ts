import { ListStacksCommand } from '@aws-sdk/client-cloudformation'
import { DescribeAlarmsCommand, GetDashboardCommand } from '@aws-sdk/client-cloudwatch'
import { DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { ListRulesCommand } from '@aws-sdk/client-eventbridge'
import { ListRolesCommand } from '@aws-sdk/client-iam'
import { ListFunctionsCommand } from '@aws-sdk/client-lambda'
import { ListSchedulesCommand } from '@aws-sdk/client-scheduler'
import { ListSecretsCommand } from '@aws-sdk/client-secrets-manager'
import { ListStateMachinesCommand } from '@aws-sdk/client-sfn'
import { ListSubscriptionsCommand, ListTopicsCommand } from '@aws-sdk/client-sns'
import { ListQueuesCommand } from '@aws-sdk/client-sqs'
import type { Account } from './account.ts'
import { stackName } from './deployedStack.ts'

type Name = string | undefined

/** How the services themselves list what there is: what CloudFormation says of it is another matter. First pages only. */
const lists: Readonly<Record<string, (account: Account) => Promise<Name[]>>> = {
  stack: async ({ cloudFormation }) => {
    const { StackSummaries = [] } = await cloudFormation.send(new ListStacksCommand())
    return StackSummaries.flatMap(({ StackName, StackStatus }) =>
      StackStatus === 'DELETE_COMPLETE' ? [] : [StackName],
    )
  },
  alarm: async ({ cloudWatch }) =>
    (await cloudWatch.send(new DescribeAlarmsCommand())).MetricAlarms?.map(each => each.AlarmName) ?? [],
  dashboard: dashboards,
  'log group': async ({ logs }) =>
    (await logs.send(new DescribeLogGroupsCommand())).logGroups?.map(each => each.logGroupName) ?? [],
  rule: async ({ events }) => (await events.send(new ListRulesCommand())).Rules?.map(each => each.Name) ?? [],
  role: async ({ iam }) => (await iam.send(new ListRolesCommand())).Roles?.map(each => each.RoleName) ?? [],
  function: async ({ lambda }) =>
    (await lambda.send(new ListFunctionsCommand())).Functions?.map(each => each.FunctionName) ?? [],
  schedule: async ({ scheduler }) =>
    (await scheduler.send(new ListSchedulesCommand())).Schedules?.map(each => each.Name) ?? [],
  secret: async ({ secrets }) =>
    (await secrets.send(new ListSecretsCommand())).SecretList?.map(each => each.Name) ?? [],
  'state machine': async ({ sfn }) =>
    (await sfn.send(new ListStateMachinesCommand())).stateMachines?.map(each => each.name) ?? [],
  topic: async ({ sns }) =>
    (await sns.send(new ListTopicsCommand())).Topics?.map(each => each.TopicArn) ?? [],
  subscription: async ({ sns }) =>
    (await sns.send(new ListSubscriptionsCommand())).Subscriptions?.map(each => each.Endpoint) ?? [],
  queue: async ({ sqs }) => (await sqs.send(new ListQueuesCommand())).QueueUrls ?? [],
}

/** All that is in the account, one line each: what it is and its name. */
export async function inventoryOf(account: Account): Promise<string[]> {
  const kinds = Object.entries(lists).map(async ([kind, namesIn]) =>
    (await namesIn(account)).map(name => `${kind} ${name}`),
  )
  return (await Promise.all(kinds)).flat().sort()
}

/** By the API model, and as ministack says it. */
const notFound = ['DashboardNotFoundError', 'ResourceNotFound']

/** Asked for by its name: the SDK cannot read ministack's list of dashboards. */
async function dashboards({ cloudWatch }: Account): Promise<Name[]> {
  try {
    return [(await cloudWatch.send(new GetDashboardCommand({ DashboardName: stackName }))).DashboardName]
  } catch (error) {
    if (error instanceof Error && notFound.includes(error.name)) return []
    throw error
  }
}
