import { systemClock } from '../functions/adapters/systemClock.ts'
import { configuredChannels, readSettings, type Settings } from '../functions/config.ts'
import { deliverNotification } from '../functions/handlers/deliverNotification.ts'
import { startWatch } from '../functions/handlers/startWatch.ts'
import { buildAuditLog } from '../functions/services/auditLog.ts'
import { localRuntime } from '../local/localRuntime.ts'
import { invocation } from '../local/shippedFunctions.ts'
import { sqsDeadLetterQueue } from '../operator/aws/deadLetterQueue.ts'
import { type DeployedStack } from '../operator/deployed/deployedStack.ts'
import { logicalIds } from '../operator/deployed/logicalIds.ts'
import type { PatienceSettings } from '../operator/redrive/patience.ts'
import { type DeliverRound, redelivery, redeliveryRehearsal } from '../operator/redrive/redeliver.ts'
import { hiddenSeconds, type RedriveStep } from '../operator/redrive/redriveQueues.ts'
import { restart, restartRehearsal, type StartResult } from '../operator/redrive/restart.ts'

/** How the steps are to be done. `dryRun`: everything is looked at, nothing is sent. */
export type StepForm = { readonly dryRun: boolean; readonly patience: PatienceSettings }

/** The settings of this process, when it names the queue itself; null: those of the stack are meant. Throws InvalidSettingError. */
export function settingsOfEnvironment(): Settings | null {
  if (!process.env['FLOWBELL_DEAD_LETTER_QUEUE_URL']) return null
  return readSettings(process.env, ['FLOWBELL_AUDIT_LOG_GROUP', 'FLOWBELL_DEAD_LETTER_QUEUE_URL'])
}

/** Messages that no channel took are sent again by the shipped function and channels. */
export function notificationStep(settings: Settings, { dryRun, patience }: StepForm): RedriveStep {
  const url = settings.deadLetterQueueUrl ?? ''
  const queue = sqsDeadLetterQueue(url, hiddenSeconds)
  if (dryRun) {
    const handle = redeliveryRehearsal(configuredChannels(settings), systemClock)
    return { name: 'notifications', url, queue, handle }
  }
  const runtime = localRuntime(settings, () => undefined)
  const deliver = invocation(
    'deliverNotification',
    deliverNotification(() => runtime),
  ) as DeliverRound
  const services = { deliver, auditLog: buildAuditLog(runtime), clock: systemClock, patience }
  return { name: 'notifications', url, queue, handle: redelivery(services) }
}

/** Start events are given to the shipped startWatch again, with the deployed function's settings. */
export async function startEventStep(
  stack: DeployedStack,
  { dryRun, patience }: StepForm,
): Promise<RedriveStep> {
  const url = await stack.physicalId(logicalIds.startEventQueue)
  const queue = sqsDeadLetterQueue(url, hiddenSeconds)
  if (dryRun) return { name: 'start-events', url, queue, handle: restartRehearsal(systemClock) }
  const runtime = localRuntime(await stack.settingsOf('startWatch'), () => undefined)
  const start = invocation(
    'startWatch',
    startWatch(() => runtime),
  ) as (event: unknown) => Promise<StartResult>
  const handle = restart({ startWatch: start, clock: systemClock, patience })
  return { name: 'start-events', url, queue, handle }
}
