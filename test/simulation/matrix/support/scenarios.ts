import type { FaultAnswer } from '../../world/faultAnswers.ts'
import type { CallSite, Fault, FaultMode, FunctionName } from '../../world/faults.ts'
import type { OperationPlan, Scenario, ScriptPlan } from '../../world/scenario.ts'
import type { Run } from '../../world/simulate.ts'
import type { Rule, SimulatedTrial } from './row.ts'

/** When the operation of {@link scenarioOf} is started, in virtual seconds; its event comes five seconds later. */
const startSeconds = 10
const eventDelaySeconds = 5

type Change = Partial<Scenario> & {
  readonly script?: Partial<ScriptPlan>
  readonly operation?: Partial<OperationPlan>
}

/** One flush of zone a that ends well after 30 s, told on every channel (Slack by its webhook), with what is changed in it. */
export function scenarioOf({ script, operation, ...change }: Change = {}): Scenario {
  return {
    seed: 7,
    channels: ['sns', 'slack-webhook', 'eventbridge', 'teams'],
    operations: [operationOf({ ...operation, script: scriptOf(script) })],
    faults: [],
    ...change,
  }
}

export function operationOf(change: Partial<OperationPlan> = {}): OperationPlan {
  return {
    atSeconds: startSeconds,
    type: 'FLOW_FLUSH',
    firewall: 0,
    place: 'zone-a',
    script: scriptOf(),
    copies: [{ delaySeconds: eventDelaySeconds }],
    ...change,
  }
}

export function scriptOf(change: Partial<ScriptPlan> = {}): ScriptPlan {
  return { durationSeconds: 30, finalStatus: 'COMPLETED', flowCount: 12, ...change }
}

/** An operation that never ends, watched for 12 hours without sweeps, which would make nothing but calls. */
export function endless(change: Change = {}): Scenario {
  const script = { durationSeconds: null, ...change.script }
  return scenarioOf({ firstSweepAtSeconds: null, ...change, script })
}

export type Crossing = {
  readonly at: CallSite | readonly CallSite[]
  readonly by?: FunctionName
  readonly modes?: readonly FaultMode[]
  readonly answers?: readonly FaultAnswer[]
  readonly times?: readonly (number | 'forever')[]
  readonly fromCall?: number
  readonly fromSeconds?: number
  readonly untilSeconds?: number
}

/** Every combination, each a fault of its own; without modes `before`, without answers the site's usual failure, without times once. */
export function crossed({
  at,
  modes = ['before'],
  answers,
  times = [1],
  ...rest
}: Crossing): readonly Fault[] {
  const sites = typeof at === 'string' ? [at] : at
  return sites.flatMap(site =>
    modes.flatMap(mode =>
      (answers ?? [undefined]).flatMap(answer =>
        times.map(count => ({
          at: site,
          mode,
          times: count,
          ...rest,
          ...(answer === undefined ? {} : { answer }),
        })),
      ),
    ),
  )
}

/** One trial per fault, all by the same rules. */
export function trialsOf(
  faults: readonly Fault[],
  holds: readonly Rule[],
  change: Change = {},
): SimulatedTrial[] {
  return faults.map(fault => {
    const scenario = scenarioOf({ ...change, faults: [...(change.faults ?? []), fault] })
    return { name: `${nameOf(fault)}${surroundings(change)}`, scenario, holds }
  })
}

/** A trial whose fault lies in the scenario itself; `struck` finds it in the run. */
export function trialOf(
  name: string,
  scenario: Scenario,
  { holds, struck }: { readonly holds: readonly Rule[]; readonly struck?: (run: Run) => number },
): SimulatedTrial {
  return { name, scenario, holds, ...(struck ? { struck } : {}) }
}

function nameOf({ at, by, mode, answer, times = 1, ...when }: Fault): string {
  const what = answer === undefined ? '' : ` ${answerName(answer)}`
  const often = times === 'forever' ? 'for ever' : times === 1 ? 'once' : `${times} times`
  return `${at}${by ? ` by ${by}` : ''} ${mode}${what} ${often}${timeName(when)}`
}

function timeName({ fromCall, fromSeconds, untilSeconds }: Omit<Fault, 'at' | 'mode'>): string {
  const call = fromCall === undefined ? '' : ` from call ${fromCall} on`
  const from = fromSeconds === undefined ? '' : ` from ${fromSeconds} s on`
  return `${call}${from}${untilSeconds === undefined ? '' : ` until ${untilSeconds} s`}`
}

function answerName(answer: FaultAnswer): string {
  if (typeof answer === 'string') return answer
  if ('awsError' in answer) return answer.awsError
  if ('lambdaError' in answer) return answer.lambdaError
  return `${answer.status} ${JSON.stringify(answer.headers ?? {})} ${answer.body.slice(0, 120)}`
}

/** What else is changed in the world, but for its channels, which the site says. */
function surroundings(change: Change): string {
  const text = JSON.stringify({ ...change, channels: undefined, faults: undefined })
  return text === '{}' ? '' : `, with ${text}`
}
