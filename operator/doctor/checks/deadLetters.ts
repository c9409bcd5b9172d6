import { logicalIds } from '../../deployed/logicalIds.ts'
import type { QueueDepth, StackResource } from '../../ports.ts'
import { shell } from '../../shellLine.ts'
import type { Check } from '../check.ts'
import { type Finding, fault, well } from '../finding.ts'

type NamedQueue = { readonly queue: StackResource; readonly depth: QueueDepth | null }

/** Every queue of the stack is one of dead letters. */
export const deadLettersCheck: Check = {
  name: 'dead-letters',
  words: 'No dead letter waits',
  async examine({ stack, cloud }) {
    const queues = await stack.resourcesOfType('AWS::SQS::Queue')
    const depths = await Promise.all(
      queues.map(async queue => ({ queue, depth: await cloud.queueDepth(queue.physicalId) })),
    )
    return judge(depths, stack.name)
  },
}

function judge(queues: readonly NamedQueue[], stackName: string): Finding {
  const missing = queues.find(({ depth }) => depth === null)
  if (missing)
    return fault(
      `the queue ${missing.queue.logicalId} does not exist any more`,
      'Remove the stack and deploy it anew',
    )
  const full = queues.filter(({ depth }) => depth && depth.waiting + depth.inFlight > 0)
  const [first] = full
  if (!first) return well(`${queues.length} queues are empty`)
  const found = full.map(({ queue, depth }) => `${queue.logicalId} has ${describe(depth)}`).join('; ')
  const canBeSentAgain = full.find(({ queue }) => isSentAgain(queue))
  if (canBeSentAgain) return fault(found, 'Send them again', shell`npx flowbell redrive --stack ${stackName}`)
  return fault(
    found,
    'Look at them; a run of the sweep that was missed needs no repeat',
    lookCommand(first.queue),
  )
}

function isSentAgain({ logicalId }: StackResource): boolean {
  return logicalId === logicalIds.notificationQueue || logicalId === logicalIds.startEventQueue
}

function describe(depth: QueueDepth | null): string {
  const { waiting, inFlight } = depth ?? { waiting: 0, inFlight: 0 }
  return inFlight === 0 ? `${waiting}` : `${waiting}, and ${inFlight} that somebody is looking at`
}

function lookCommand({ physicalId }: StackResource): string {
  return shell`aws sqs receive-message --queue-url ${physicalId} --max-number-of-messages 10 --visibility-timeout 0`
}
