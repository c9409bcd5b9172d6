import { z } from 'zod'
import { awsJsonProtocol } from './wire/awsJsonProtocol.ts'
import { AwsService, checkedOperation } from './wire/awsService.ts'
import { newIdentifier } from './wire/identifiers.ts'
import { ServiceError } from './wire/serviceError.ts'

export type StepFunctionsOperation = 'StartExecution'

/** One accepted execution; nothing runs it. */
export type StartedExecution = {
  readonly executionArn: string
  readonly stateMachineArn: string
  readonly name: string
  /** JSON, word for word. */
  readonly input: string
  readonly startedAtMilliseconds: number
}

const maximumInputBytes = 262_144
/** No blanks, brackets, wildcards, control or special characters (StartExecution API page). */
// oxlint-disable-next-line no-control-regex -- the page names them
const forbiddenInNames = /[\s?*<>{}[\]"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f]/

const startRequest = z.object({
  stateMachineArn: z.string().min(1).max(256),
  name: z.string().min(1).max(80).optional(),
  input: z.string().default('{}'),
})
type StartRequest = z.output<typeof startRequest>

/** AWS Step Functions: standard state machines that keep what is started on them. */
export class StepFunctionsModel extends AwsService<StepFunctionsOperation> {
  readonly serviceName = 'stepFunctions'
  readonly routeKey = 'AWSStepFunctions'
  readonly protocol = awsJsonProtocol({
    version: '1.0',
    namespace: 'com.amazonaws.sfn',
    messageKey: 'message',
  })
  protected readonly operations = {
    StartExecution: checkedOperation(startRequest, 'ValidationException', request => this.#start(request)),
  }
  /** Every accepted execution, in order. */
  readonly executions: StartedExecution[] = []
  readonly #stateMachineArns = new Set<string>()
  readonly #closedExecutionArns = new Set<string>()
  readonly #arnPrefix: string
  readonly #now: () => number

  /**
   * @param arnPrefix for example `arn:aws:states:eu-west-1:123456789012:`
   * @param now milliseconds since the epoch
   */
  constructor(arnPrefix: string, now: () => number) {
    super()
    this.#arnPrefix = arnPrefix
    this.#now = now
  }

  /** Creates a state machine and returns its ARN. */
  createStateMachine(stateMachineName: string): string {
    const stateMachineArn = `${this.#arnPrefix}stateMachine:${stateMachineName}`
    this.#stateMachineArns.add(stateMachineArn)
    return stateMachineArn
  }

  /** Lets an execution end: from now on its name is taken for good. */
  close(executionArn: string): void {
    this.#closedExecutionArns.add(executionArn)
  }

  #start({ stateMachineArn, name = newIdentifier(), input }: StartRequest): object {
    if (!this.#stateMachineArns.has(stateMachineArn)) {
      throw new ServiceError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${stateMachineArn}'`)
    }
    if (forbiddenInNames.test(name)) throw new ServiceError('InvalidName', `Invalid Name: '${name}'`)
    checkInput(input)
    const execution = this.#known(stateMachineArn, name, input) ?? this.#add(stateMachineArn, name, input)
    return { executionArn: execution.executionArn, startDate: execution.startedAtMilliseconds / 1000 }
  }

  /** Started twice with the same input while it runs, an execution is started once. */
  #known(stateMachineArn: string, name: string, input: string): StartedExecution | undefined {
    const executionArn = executionArnOf(stateMachineArn, name)
    const known = this.executions.find(execution => execution.executionArn === executionArn)
    if (!known) return undefined
    if (known.input === input && !this.#closedExecutionArns.has(executionArn)) return known
    throw new ServiceError('ExecutionAlreadyExists', `Execution Already Exists: '${executionArn}'`)
  }

  #add(stateMachineArn: string, name: string, input: string): StartedExecution {
    const executionArn = executionArnOf(stateMachineArn, name)
    const execution = { executionArn, stateMachineArn, name, input, startedAtMilliseconds: this.#now() }
    this.executions.push(execution)
    return execution
  }
}

function executionArnOf(stateMachineArn: string, name: string): string {
  return `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`
}

function checkInput(input: string): void {
  if (Buffer.byteLength(input) > maximumInputBytes || !isJson(input)) {
    throw new ServiceError('InvalidExecutionInput', 'Invalid State Machine Execution Input')
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
