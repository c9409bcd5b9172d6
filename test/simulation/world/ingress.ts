import type { AwsModels } from '../../../local/model/awsModels.ts'
import { ServiceError } from '../../../local/model/wire/serviceError.ts'
import { lowerCamel } from '../../../local/startEvent.ts'
import { invokeLater } from './asyncInvoke.ts'
import type { Chance } from './chance.ts'
import { plannedStartEvent, startRequestOf } from './cloudTrail.ts'
import { failureOf } from './faultAnswers.ts'
import type { Fault, FaultBook } from './faults.ts'
import type { Journal } from './journal.ts'
import type { LambdaService } from './lambdaService.ts'
import type { EventCopy, OperationPlan } from './scenario.ts'
import { passing } from './virtualWorld.ts'

/** What a start call came to. */
export type StartedOperation = {
  readonly plan: OperationPlan
  /** Virtual milliseconds since the beginning. */
  readonly at: number
  readonly flowOperationId: string | null
  /** The error that refused it; null when it was accepted. */
  readonly refusal: string | null
  /** The CloudTrail eventID of each copy that is handed on, in the order of the plan. */
  readonly eventIds: readonly string[]
}

type Parts = {
  readonly models: AwsModels
  readonly lambda: LambdaService
  readonly journal: Journal
  readonly faults: FaultBook
  readonly chance: Chance
  readonly newIdentifier: () => string
  /** Where events go of which EventBridge or Lambda gave up. */
  readonly startEventQueueUrl: string
}

/** RetryPolicy of the rules' target in event-rules.yml. */
const maxDeliveries = 185
const maxEventAgeSeconds = 86_400

/** People who start operations, CloudTrail, and EventBridge's rules with their target startWatch. */
export class Ingress {
  readonly operations: StartedOperation[] = []
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** One start call and all copies of its event, until each is delivered or given up. */
  async start(plan: OperationPlan): Promise<void> {
    await passing(plan.atSeconds * 1000)
    const { journal, newIdentifier } = this.#parts
    const eventId = newIdentifier()
    const result = this.#call(plan)
    const eventIds = plan.copies.map(({ hasOtherId = false }) => (hasOtherId ? newIdentifier() : eventId))
    const { flowOperationId, refusal } = result
    this.operations.push({ plan, at: journal.now, flowOperationId, refusal, eventIds })
    journal.tell(
      'a person',
      `starts ${plan.type} ${plan.place} of firewall ${plan.firewall}: ${flowOperationId ?? refusal}`,
    )
    const atMilliseconds = Date.now()
    const copies = plan.copies.map((copy, index) => {
      const event = plannedStartEvent({
        plan,
        atMilliseconds,
        eventId: eventIds[index] ?? '',
        result: result.members,
      })
      return this.#deliverCopy(copy, event)
    })
    await Promise.all(copies)
  }

  /** An event that is on the bus already. */
  async event(event: unknown): Promise<void> {
    if (isMatched(event)) await this.#target(event)
    else this.#parts.journal.tell('EventBridge', 'no rule matches an event')
  }

  async #deliverCopy({ delaySeconds }: EventCopy, event: unknown): Promise<void> {
    await passing(delaySeconds * 1000)
    await this.event(event)
  }

  #call(plan: OperationPlan) {
    if (plan.refusedWith) return refusedCall(plan.refusedWith.errorCode, plan.refusedWith.errorMessage)
    const { networkFirewall } = this.#parts.models
    const { durationSeconds, ...script } = plan.script
    networkFirewall.nextOperation({ ...script, durationSeconds: durationSeconds ?? Infinity })
    try {
      const name = plan.type === 'FLOW_FLUSH' ? 'StartFlowFlush' : 'StartFlowCapture'
      const answer = networkFirewall.perform(name, startRequestOf(plan)) as { FlowOperationId: string }
      const responseElements = plan.isAnswerMissing ? null : lowerCamel(answer)
      return { flowOperationId: answer.FlowOperationId, refusal: null, members: { responseElements } }
    } catch (error) {
      networkFirewall.dropScripts()
      if (!(error instanceof ServiceError)) throw error
      return refusedCall(error.errorType, error.message)
    }
  }

  /** EventBridge hands an event to Lambda's queue, again and again if it must. */
  async #target(event: unknown): Promise<void> {
    const { journal, chance } = this.#parts
    const begun = journal.now
    const queued: Promise<void>[] = []
    for (let delivery = 1; delivery <= maxDeliveries; delivery += 1) {
      const fault = this.#targetFault()
      if (!fault || fault.mode === 'after') queued.push(this.#queue(event))
      if (!fault) return void (await Promise.all(queued))
      const failure = failureOf('rule-target', fault.answer)
      if (failure.kind === 'lambda' && failure.error === 'NO_PERMISSIONS') break
      const pauseSeconds = Math.min(2 ** delivery, 600) * (0.5 + chance() / 2)
      if ((journal.now - begun) / 1000 + pauseSeconds > maxEventAgeSeconds) break
      await passing(pauseSeconds * 1000)
    }
    journal.count({ namespace: 'AWS/Events', name: 'FailedInvocations', subject: 'rule', value: 1 })
    this.#giveUp(event)
    await Promise.all(queued)
  }

  #targetFault(): Fault | undefined {
    const { journal, faults } = this.#parts
    const fault = faults.take('rule-target', null, journal.now / 1000)
    if (fault) {
      journal.faults.push({ at: journal.now, site: 'rule-target', mode: fault.mode })
      journal.tell('EventBridge', `${fault.mode}: cannot hand an event to startWatch`)
    }
    return fault
  }

  #queue(event: unknown): Promise<void> {
    const onFailure = (payload: unknown) => this.#giveUp(payload)
    return invokeLater(this.#parts, 'startWatch', event, { maxRetries: 2, onFailure })
  }

  #giveUp(event: unknown): void {
    const { models, startEventQueueUrl } = this.#parts
    models.sqs.perform('SendMessage', { QueueUrl: startEventQueueUrl, MessageBody: JSON.stringify(event) })
    this.#parts.journal.tell('EventBridge', 'an event goes to the dead-letter queue')
  }
}

function refusedCall(errorCode: string, errorMessage: string) {
  const members = { errorCode, errorMessage, responseElements: null }
  return { flowOperationId: null, refusal: errorCode, members }
}

/** The patterns of both rules in event-rules.yml together. */
function isMatched(event: unknown): boolean {
  const { source, 'detail-type': detailType, detail } = (event ?? {}) as Record<string, unknown>
  const { eventSource, eventName } = (detail ?? {}) as Record<string, unknown>
  return (
    source === 'aws.network-firewall' &&
    detailType === 'AWS API Call via CloudTrail' &&
    eventSource === 'network-firewall.amazonaws.com' &&
    (eventName === 'StartFlowFlush' || eventName === 'StartFlowCapture')
  )
}
