import { CloudWatchLogsClient, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { allPages } from '../../functions/adapters/allPages.ts'
import { QuestionError } from '../questionError.ts'
import { type AuditTrail, MissingLogGroupError } from '../why/auditTrail.ts'
import { ask } from './ask.ts'
import { clientSettings } from './clientSettings.ts'
import { logQuestions } from './cloudWatchLogs.ts'

/** The audit log in one group of CloudWatch Logs. */
export function cloudWatchAuditTrail(logGroupName: string): AuditTrail {
  const client = new CloudWatchLogsClient(clientSettings)
  return {
    async lines(logStreamName) {
      const pages = allPages(async nextToken => {
        const command = new GetLogEventsCommand({
          logGroupName,
          logStreamName,
          startFromHead: true,
          nextToken,
        })
        const answer = await ask('logs:GetLogEvents', options => client.send(command, options))
        // A page may be empty before the end; the end is where the token does not change (GetLogEvents API page).
        const isEnd = answer.nextForwardToken === nextToken
        return { items: answer.events, next: isEnd ? undefined : answer.nextForwardToken }
      })
      const events = await nullWithoutStream(pages, logGroupName)
      return events?.map(({ message }) => message ?? '') ?? null
    },
  }
}

/**
 * One error stands for a missing stream and a missing group, and only its message tells them apart: where that speaks of the
 * group, the group is asked for.
 */
async function nullWithoutStream<Answer>(question: Promise<Answer>, group: string): Promise<Answer | null> {
  try {
    return await question
  } catch (error) {
    if (!(error instanceof QuestionError) || error.failure.kind !== 'NOT_FOUND') throw error
    if (!/log group/iu.test(error.failure.message) || (await isThere(group))) return null
    throw new MissingLogGroupError(`there is no log group ${group}`)
  }
}

/** Whoever may read records need not have the right to list groups: then the message is believed. */
async function isThere(group: string): Promise<boolean> {
  try {
    return await logQuestions().isLogGroup(group)
  } catch (error) {
    if (error instanceof QuestionError) return false
    throw error
  }
}
