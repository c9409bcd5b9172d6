import type { Chance } from './chance.ts'
import { failureOf } from './faultAnswers.ts'
import type { Fault, FaultBook, FunctionName } from './faults.ts'
import type { Invocation, Journal } from './journal.ts'
import { type HandlerFactory, Sandbox, type SandboxSetup } from './sandbox.ts'
import type { Scenario } from './scenario.ts'
import { never, passing } from './virtualWorld.ts'

/** `timeout` of each function in serverless.yml, in seconds; world.test.ts holds them to that file. */
export const timeoutSeconds: Readonly<Record<FunctionName, number>> = {
  startWatch: 30,
  sweepOperations: 300,
  pollOperation: 15,
  collectResults: 60,
  gatherContext: 20,
  composeNotice: 10,
  recordAudit: 30,
  deliverNotification: 60,
  parkNotification: 30,
}

export type Handlers = Readonly<Record<FunctionName, HandlerFactory>>

type Parts = {
  readonly handlers: Handlers
  readonly setup: SandboxSetup
  readonly journal: Journal
  readonly faults: FaultBook
  readonly chance: Chance
  readonly scenario: Pick<Scenario, 'coldStartSeconds' | 'slowTransitions'>
}

/** AWS Lambda: sandboxes that are started cold and found warm, time limits, and what can happen to an invocation. */
export class LambdaService {
  readonly #parts: Parts
  readonly #idle = new Map<FunctionName, Sandbox[]>()

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** Runs a function and gives its result. Throws an error by whose name Retry and Catch know it. */
  async invoke(functionName: FunctionName, payload: unknown, execution: string | null): Promise<unknown> {
    const { journal, faults } = this.#parts
    const site = `lambda:${functionName}` as const
    if (execution !== null) await this.#scheduled()
    const fault = faults.take(site, null, journal.now / 1000)
    if (fault) {
      journal.faults.push({ at: journal.now, site, mode: fault.mode })
      journal.tell('fault', `${fault.mode} at ${site}`)
    }
    if (fault?.mode === 'before') {
      await passing(20)
      throw lambdaError(fault)
    }
    return this.#run({ functionName, payload, execution }, fault)
  }

  async #run(
    call: { functionName: FunctionName; payload: unknown; execution: string | null },
    fault: Fault | undefined,
  ): Promise<unknown> {
    const sandbox = await this.#sandbox(call.functionName)
    const invocation = this.#begun(call)
    const limit = timeoutSeconds[call.functionName] * 1000
    const timer = setTimeout(
      () => sandbox.die(named('Sandbox.Timedout', `Task timed out after ${limit / 1000} seconds`)),
      limit,
    )
    try {
      await this.#stallBefore(fault, sandbox)
      const result = await sandbox.run(invocation)
      this.#ended(invocation, { end: 'succeeded', result })
      await this.#loseResult(fault, sandbox)
      invocation.isEndSeen = true
      return result
    } catch (error) {
      const { name } = error as Error
      if (invocation.end === 'running') {
        this.#ended(invocation, { end: sandbox.isDead ? 'died' : 'failed', error: name })
        if (!sandbox.isDead) await this.#loseResult(fault, sandbox)
        invocation.isEndSeen = !sandbox.isDead
      }
      throw error
    } finally {
      clearTimeout(timer)
      if (!sandbox.isDead) this.#idleOf(call.functionName).push(sandbox)
    }
  }

  async #sandbox(functionName: FunctionName): Promise<Sandbox> {
    const warm = this.#idleOf(functionName).pop()
    if (warm) return warm
    const { handlers, setup, chance, scenario } = this.#parts
    // One in fifty is slow, as a start inside a busy account can be.
    const usual = chance() < 0.02 ? 3000 : 200 + Math.floor(chance() * 600)
    await passing(scenario.coldStartSeconds === undefined ? usual : scenario.coldStartSeconds * 1000)
    return new Sandbox(functionName, handlers[functionName], setup)
  }

  #idleOf(functionName: FunctionName): Sandbox[] {
    const idle = this.#idle.get(functionName) ?? []
    this.#idle.set(functionName, idle)
    return idle
  }

  /** Throttled transitions are late, and Step Functions counts them. */
  async #scheduled(): Promise<void> {
    const { journal, scenario } = this.#parts
    const { fromSeconds = Infinity, untilSeconds = 0, bySeconds = 0 } = scenario.slowTransitions ?? {}
    if (journal.now < fromSeconds * 1000 || journal.now >= untilSeconds * 1000) return
    journal.count({ namespace: 'AWS/States', name: 'ThrottledEvents', subject: 'StateTransition', value: 1 })
    await passing(bySeconds * 1000)
  }

  async #stallBefore(fault: Fault | undefined, sandbox: Sandbox): Promise<void> {
    if (fault?.mode === 'crash-before') {
      sandbox.die(named('Runtime.ExitError', 'Runtime exited with error: exit status 1'))
      throw named('Runtime.ExitError', 'Runtime exited with error: exit status 1')
    }
    if (fault?.mode === 'hang') await this.#stalled(fault, sandbox)
  }

  /** The function has done everything, and its caller does not hear of it. */
  async #loseResult(fault: Fault | undefined, sandbox: Sandbox): Promise<void> {
    if (fault?.mode === 'after') throw lambdaError(fault)
    if (fault?.mode === 'hang-after') await this.#stalled(fault, sandbox)
    if (fault?.mode !== 'crash-after') return
    sandbox.die(named('Runtime.ExitError', 'Runtime exited with error: exit status 1'))
    throw named('Runtime.ExitError', 'Runtime exited with error: exit status 1')
  }

  /** Until the function's own time limit; with `lambda-no-answer`, until that of the task that waits for it. */
  async #stalled({ answer }: Fault, sandbox: Sandbox): Promise<never> {
    const isTask = sandbox.functionName !== 'startWatch' && sandbox.functionName !== 'sweepOperations'
    if (answer === 'lambda-no-answer' && isTask) return never()
    await passing(timeoutSeconds[sandbox.functionName] * 1000)
    const error = named('Sandbox.Timedout', 'Task timed out')
    sandbox.die(error)
    throw error
  }

  #begun(call: { functionName: FunctionName; payload: unknown; execution: string | null }): Invocation {
    const { journal } = this.#parts
    const invocation: Invocation = {
      id: journal.invocations.length,
      ...call,
      at: journal.now,
      end: 'running',
      endedAt: null,
      result: null,
      error: null,
      isEndSeen: false,
    }
    journal.invocations.push(invocation)
    journal.tell(call.functionName, `#${invocation.id} runs${call.execution ? ` for ${call.execution}` : ''}`)
    return invocation
  }

  #ended(invocation: Invocation, end: Partial<Invocation>): void {
    const { journal } = this.#parts
    Object.assign(invocation, end, { endedAt: journal.now })
    const { functionName, id, error } = invocation
    journal.tell(functionName, `#${id} ${invocation.end}${error ? `: ${error}` : ''}`)
  }
}

function lambdaError(fault: Fault): Error {
  const failure = failureOf(fault.at, fault.answer)
  if (failure.kind !== 'lambda') throw new TypeError(`${fault.at} fails by errors of Lambda`)
  return named(failure.error, failure.message)
}

/** Step Functions knows errors by their names. */
function named(name: string, message: string): Error {
  const error = new Error(message)
  error.name = name
  return error
}
