import {
  comparisonsOf,
  isObject,
  type JsonObject,
  type Machine,
  machinesOf,
  membersOf,
  type NamedState,
  objectsIn,
  statesOf,
  successorsOf,
} from './aslWalk.ts'
import { pathFaults } from './safePaths.ts'

/** A rule that is broken, and the state that breaks it. */
export type Fault = { readonly rule: string; readonly state: string }

const maxTimeoutSeconds = 2_147_483
const maxDelaySeconds = 31_622_400

/**
 * Finds what lies outside the part of the Amazon States Language that AWS and the embedded engine understand alike. Missing
 * targets, unreachable states and misspelt fields are left to the public validators.
 */
export function faultsOf(definition: JsonObject): Fault[] {
  const machines = machinesOf(definition)
  const states = machines.flatMap(machine => statesOf(machine.definition, machine.isInner))
  return [
    ...topLevelFaults(definition).map(rule => ({ rule, state: '' })),
    ...duplicates(states.map(({ name }) => name)).map(state => ({ rule: 'duplicate-name', state })),
    ...machines.flatMap(loopsWithoutWait).map(state => ({ rule: 'loop-without-wait', state })),
    ...states.flatMap(named => faultsOfState(named).map(rule => ({ rule, state: named.name }))),
  ]
}

function faultsOfState(named: NamedState): string[] {
  const { state } = named
  const byType = typeRules[String(state['Type'])]
  const faults = [
    ...(byType ? byType(state) : ['type']),
    ...fieldFaults(state),
    ...errorFaults(state['Retry']),
    ...errorFaults(state['Catch']),
    ...objectsIn(state['Retry']).flatMap(retrierFaults),
    ...pathFaults(named),
  ]
  return [...new Set(faults)]
}

function topLevelFaults(definition: JsonObject): string[] {
  const allowed = ['StartAt', 'States', 'Comment', 'TimeoutSeconds']
  return [
    ...Object.keys(definition).flatMap(key => (allowed.includes(key) ? [] : ['top-level-field'])),
    ...(isTimeout(definition['TimeoutSeconds']) ? [] : ['machine-timeout']),
  ]
}

const refusedFields = new Set([
  'QueryLanguage',
  'Assign',
  'Arguments',
  'Output',
  'Condition',
  'Items',
  'Credentials',
  'HeartbeatSeconds',
  'HeartbeatSecondsPath',
  'ItemBatcher',
  'ItemReader',
  'ResultWriter',
  'ToleratedFailureCount',
  'ToleratedFailureCountPath',
  'ToleratedFailurePercentage',
  'ToleratedFailurePercentagePath',
])
const foreignFields = ['Parameters', 'ItemSelector', 'ResultSelector', 'Result']

function fieldFaults(state: JsonObject): string[] {
  return membersOf(state)
    .filter(({ trail }) => !trail.some(part => foreignFields.includes(part)))
    .flatMap(({ key }) => (refusedFields.has(key) ? ['refused-field'] : []))
}

const typeRules: Readonly<Record<string, (state: JsonObject) => string[]>> = {
  Task: taskFaults,
  Choice: choiceFaults,
  Pass: state => ('Result' in state && !state['Result'] ? ['falsy-result'] : []),
  Wait: waitFaults,
  Map: mapFaults,
  Parallel: () => [],
  Succeed: state => ('OutputPath' in state && state['OutputPath'] !== '$' ? ['succeed-output'] : []),
  Fail: failFaults,
}

function taskFaults(state: JsonObject): string[] {
  const parameters = isObject(state['Parameters']) ? state['Parameters'] : {}
  const selected = Object.values(isObject(state['ResultSelector']) ? state['ResultSelector'] : {})
  const isOffPayload = (value: unknown) => /^\$(?!\.Payload\b)/.test(String(value))
  return [
    ...(state['Resource'] === 'arn:aws:states:::lambda:invoke' ? [] : ['task-resource']),
    ...(isTimeout(state['TimeoutSeconds']) ? [] : ['task-timeout']),
    ...(typeof parameters['FunctionName'] === 'string' ? [] : ['function-name']),
    ...(isObject(parameters['Payload']) ? [] : ['task-payload']),
    ...(selected.some(isOffPayload) ? ['result-selector'] : []),
    ...(catchesAll(state) ? [] : ['task-catch']),
  ]
}

function catchesAll(state: JsonObject): boolean {
  const last = objectsIn(state['Catch']).at(-1)
  return Array.isArray(last?.['ErrorEquals']) && last['ErrorEquals'].includes('States.ALL')
}

function choiceFaults(state: JsonObject): string[] {
  const comparisons = objectsIn(state['Choices']).flatMap(rule => comparisonsOf(rule))
  return [
    ...(typeof state['Default'] === 'string' ? [] : ['choice-default']),
    ...comparisons.flatMap(({ rule, guards }) => [
      ...(Object.entries(rule).some(([key, value]) => /^Is[A-Z]/.test(key) && value !== true)
        ? ['is-false']
        : []),
      ...(String(rule['StringMatches'] ?? '').includes('?') ? ['string-matches'] : []),
      ...(isOrdering(rule) && !guards.some(guard => guardsTypeOf(rule, guard)) ? ['unguarded-ordering'] : []),
    ]),
  ]
}

function isOrdering(rule: JsonObject): boolean {
  return Object.keys(rule).some(key => /(?:Less|Greater)Than/.test(key))
}

function guardsTypeOf(rule: JsonObject, guard: JsonObject): boolean {
  const isTypeTest = guard['IsNumeric'] === true || guard['IsString'] === true
  return isTypeTest && guard['Variable'] === rule['Variable']
}

function waitFaults(state: JsonObject): string[] {
  const { Seconds: seconds } = state
  const isTooLong =
    seconds !== undefined && !(Number.isInteger(seconds) && Number(seconds) <= maxTimeoutSeconds)
  return [
    ...('Timestamp' in state || 'TimestampPath' in state ? ['wait-timestamp'] : []),
    ...(isTooLong || Number(seconds ?? 0) < 0 ? ['wait-seconds'] : []),
  ]
}

function mapFaults(state: JsonObject): string[] {
  const processor = isObject(state['ItemProcessor']) ? state['ItemProcessor'] : {}
  const config = isObject(processor['ProcessorConfig']) ? processor['ProcessorConfig'] : {}
  return (config['Mode'] ?? 'INLINE') === 'INLINE' ? [] : ['distributed-map']
}

function failFaults(state: JsonObject): string[] {
  const hasError = 'Error' in state || 'ErrorPath' in state
  const hasCause = 'Cause' in state || 'CausePath' in state
  const paths = [state['ErrorPath'], state['CausePath']].filter(path => path !== undefined)
  return [
    ...(hasError && hasCause ? [] : ['fail-without-reason']),
    ...(paths.every(path => /^\$(?:\.\w+)+$/.test(String(path))) ? [] : ['fail-path']),
  ]
}

/** For Retry and Catch alike: States.ALL stands alone, in the last entry. */
function errorFaults(entries: unknown): string[] {
  const lists = objectsIn(entries).map(({ ErrorEquals: names }) => (Array.isArray(names) ? names : []))
  const isMisplaced = (names: readonly unknown[], index: number) =>
    names.includes('States.ALL') && (names.length > 1 || index < lists.length - 1)
  return lists.some(isMisplaced) ? ['states-all'] : []
}

function retrierFaults(retrier: JsonObject): string[] {
  const { MaxDelaySeconds: delay, JitterStrategy: jitter, IntervalSeconds: interval = 1 } = retrier
  const isDelay =
    delay === undefined ||
    (Number.isInteger(delay) && Number(delay) > Number(interval) && Number(delay) < maxDelaySeconds)
  return [
    ...(isDelay ? [] : ['max-delay']),
    ...(jitter === undefined || jitter === 'NONE' || jitter === 'FULL' ? [] : ['jitter-strategy']),
  ]
}

function isTimeout(seconds: unknown): boolean {
  return Number.isInteger(seconds) && Number(seconds) >= 1 && Number(seconds) <= maxTimeoutSeconds
}

function duplicates(names: readonly string[]): string[] {
  return names.filter((name, index) => names.indexOf(name) !== index)
}

/** States from which a loop leads back to them without a Wait in it. */
function loopsWithoutWait({ definition }: Machine): string[] {
  const states = new Map(statesOf(definition).map(({ name, state }) => [name, state]))
  const reaches = (from: string, target: string, seen: Set<string>): boolean => {
    const state = states.get(from)
    if (!state || state['Type'] === 'Wait' || seen.has(from)) return false
    seen.add(from)
    return successorsOf(state).some(next => next === target || reaches(next, target, seen))
  }
  return [...states.keys()].filter(name => reaches(name, name, new Set()))
}
