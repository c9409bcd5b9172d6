import {
  CloudFormationClient,
  DescribeStacksCommand,
  ListStackResourcesCommand,
} from '@aws-sdk/client-cloudformation'
import { allPages } from '../../functions/adapters/allPages.ts'
import type { Cloud } from '../ports.ts'
import { QuestionError } from '../questionError.ts'
import { ask } from './ask.ts'
import { clientSettings } from './clientSettings.ts'

/** Stacks and what they are made of. */
export function stackQuestions(): Pick<Cloud, 'stack' | 'stackResources'> {
  const client = new CloudFormationClient(clientSettings)
  return {
    async stack(StackName) {
      const right = 'cloudformation:DescribeStacks'
      const command = new DescribeStacksCommand({ StackName })
      const answer = await nullWithoutStack(ask(right, options => client.send(command, options)))
      const [stack] = answer?.Stacks ?? []
      if (!stack) return null
      return {
        id: stack.StackId ?? '',
        status: stack.StackStatus ?? 'UNKNOWN',
        createdAtMilliseconds: stack.CreationTime?.getTime() ?? 0,
        parameters: Object.fromEntries(
          (stack.Parameters ?? []).map(({ ParameterKey = '', ParameterValue = '' }) => [
            ParameterKey,
            ParameterValue,
          ]),
        ),
      }
    },
    async stackResources(StackName) {
      const right = 'cloudformation:ListStackResources'
      const resources = await nullWithoutStack(
        allPages(async NextToken => {
          const command = new ListStackResourcesCommand({ StackName, NextToken })
          const answer = await ask(right, options => client.send(command, options))
          return { items: answer.StackResourceSummaries, next: answer.NextToken }
        }),
      )
      return (
        resources?.map(({ LogicalResourceId, PhysicalResourceId, ResourceType }) => ({
          logicalId: LogicalResourceId ?? '',
          physicalId: PhysicalResourceId ?? '',
          type: ResourceType ?? '',
        })) ?? null
      )
    },
  }
}

/** CloudFormation has no error of its own for this: only the message tells it from a malformed request. */
async function nullWithoutStack<Answer>(question: Promise<Answer>): Promise<Answer | null> {
  try {
    return await question
  } catch (error) {
    if (error instanceof QuestionError && error.failure.message.includes('does not exist')) return null
    throw error
  }
}
