import { SQSClient } from '@aws-sdk/client-sqs'
import { sqsDeadLetters } from '../adapters/sqsDeadLetters.ts'
import type { DeadLetters } from '../ports.ts'
import type { Runtime } from '../runtime.ts'
import { oneAttempt } from './oneAttempt.ts'

/** Null when no queue is set, which is for runs on one's own machine only. */
export function buildDeadLetters({ settings, prepareClient }: Runtime): DeadLetters | null {
  const { deadLetterQueueUrl } = settings
  if (deadLetterQueueUrl === null) return null
  return sqsDeadLetters(prepareClient(new SQSClient(oneAttempt)), deadLetterQueueUrl)
}
