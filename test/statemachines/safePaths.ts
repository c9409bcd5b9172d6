import { type Member, membersOf, type NamedState } from './aslWalk.ts'

/** Intrinsic functions that the embedded engine computes as AWS does. */
const allowedIntrinsics = /^States\.(?:Format|MathAdd|Array\w*|JsonMerge|Hash|StringToJson|StringSplit)$/

const pathFields = new Set([
  'InputPath',
  'OutputPath',
  'ItemsPath',
  'ResultPath',
  'SecondsPath',
  'TimestampPath',
  'TimeoutSecondsPath',
  'MaxConcurrencyPath',
  'ErrorPath',
  'CausePath',
  'Variable',
])
const pathOperator = /(?:Equals|Than)Path$/
const templateFields = ['Parameters', 'ItemSelector', 'ResultSelector']

/** What the paths, context references and intrinsic functions of a state break. */
export function pathFaults({ state, isInner }: NamedState): string[] {
  return membersOf(state).flatMap(member => [
    ...templateFaults(member),
    ...intrinsicsIn(member)
      .filter(name => !allowedIntrinsics.test(name))
      .map(() => 'intrinsic'),
    ...pathsIn(member).flatMap(path => faultsOfPath(path, member, isInner)),
  ])
}

/** A template's member names a path exactly when its key ends in `.$`. */
function templateFaults({ key, value, trail }: Member): string[] {
  const isInTemplate = trail.some(part => templateFields.includes(part))
  if (!isInTemplate) return []
  const isMarked = key.endsWith('.$')
  const hasReference = typeof value === 'string' && /^(?:\$|States\.)/.test(value)
  return isMarked === hasReference ? [] : ['template-reference']
}

function isReference(member: Member): member is Member & { readonly value: string } {
  const { key, value } = member
  return typeof value === 'string' && (key.endsWith('.$') || pathFields.has(key) || pathOperator.test(key))
}

function intrinsicsIn(member: Member): string[] {
  return isReference(member) ? [...member.value.matchAll(/States\.\w+/g)].map(([name]) => name) : []
}

function pathsIn(member: Member): string[] {
  if (!isReference(member)) return []
  const text = member.value
  return text.startsWith('States.') ? [...text.matchAll(/\$[^\s,)]*/g)].map(([path]) => path) : [text]
}

function faultsOfPath(path: string, { key, trail }: Member, isInner: boolean): string[] {
  if (path.startsWith('$$')) return contextFaults(path, trail, isInner)
  if (/^\$\w/.test(path)) return ['variable']
  if (key === 'ResultPath') return /^\$(?:\.\w+)+$/.test(path) ? [] : ['result-path']
  return /^\$(?:\.\w+|\[\d+\])*$/.test(path) ? [] : ['indefinite-path']
}

function contextFaults(path: string, trail: readonly string[], isInner: boolean): string[] {
  if (/^\$\$\.Map\.Item\.(?:Value|Index)$/.test(path)) {
    return trail[0] === 'ItemSelector' ? [] : ['context']
  }
  if (/^\$\$\.Execution\.Input(?:\.\w+)*$/.test(path)) return isInner ? ['context'] : []
  return /^\$\$\.(?:Execution\.(?:Id|Name)|StateMachine\.\w+)$/.test(path) ? [] : ['context']
}
