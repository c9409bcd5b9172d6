import { isObject, type JsonObject } from '../../statemachines/aslWalk.ts'
import { dropped, type Edit, type Path } from './edit.ts'
import { change } from './mutant.ts'

type Leaf = { readonly path: Path; readonly key: string; readonly value: unknown }

/**
 * A template with each member dropped, each constant changed, each path one member shorter, and the values of each two
 * members of the same object swapped: one list of edits for each. The name of the function is left to another operator.
 */
export function otherTemplates(template: JsonObject, path: Path): Edit[][] {
  const leaves = leavesOf(template, path).filter(({ key }) => key !== 'FunctionName')
  return [
    ...leaves.map(leaf => [change(leaf.path, dropped)]),
    ...leaves.flatMap(leaf => otherValues(leaf).map(value => [change(leaf.path, value)])),
    ...pairsOf(leaves).map(([first, second]) => [
      change(first.path, second.value),
      change(second.path, first.value),
    ]),
  ]
}

/** The members of a template at every depth that hold no further object. */
function leavesOf(template: JsonObject, path: Path): Leaf[] {
  return Object.entries(template).flatMap(([key, value]) =>
    isObject(value) ? leavesOf(value, [...path, key]) : [{ path: [...path, key], key, value }],
  )
}

const notices = ['STARTED', 'OVERDUE', 'OUTCOME']
const facts = ['OUTCOME', 'OVERDUE_DELIVERIES', 'ALL_DELIVERIES']

function otherValues({ key, value }: Leaf): unknown[] {
  if (key.endsWith('.$')) return otherPaths(String(value))
  if (key === 'notice') return notices.filter(other => other !== value)
  if (key === 'fact') return facts.filter(other => other !== value)
  if (typeof value === 'boolean') return [!value]
  if (typeof value === 'number') return [value + 1]
  if (value === null) return ['X']
  return Array.isArray(value) ? [null] : [value === '' ? 'X' : '', 'DELIVERED']
}

/** One member less; another value than that of the item; a function's first two arguments swapped, or one of them alone. */
function otherPaths(path: string): string[] {
  const [one, other] = path.startsWith('States.') ? (path.match(/\$[.\w]+/gu) ?? []) : []
  if (one && other) {
    return [one, other, path.replace(one, '#').replace(other, one).replace('#', other)]
  }
  if (path === '$$.Map.Item.Value') return ['$$.Map.Item.Index']
  const end = path.lastIndexOf('.')
  return end > 1 ? [path.slice(0, end)] : []
}

/** Each two members of one object that are of one kind: both paths, or both constants of one type. */
function pairsOf(leaves: readonly Leaf[]): (readonly [Leaf, Leaf])[] {
  return leaves.flatMap((first, index) =>
    leaves
      .slice(index + 1)
      .filter(second => holderOf(first) === holderOf(second) && kindOf(first) === kindOf(second))
      .filter(second => JSON.stringify(first.value) !== JSON.stringify(second.value))
      .map(second => [first, second] as const),
  )
}

function holderOf({ path }: Leaf): string {
  return path.slice(0, -1).join('.')
}

function kindOf({ key, value }: Leaf): string {
  return key.endsWith('.$') ? 'path' : typeof value
}
