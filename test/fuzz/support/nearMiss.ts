import fc from 'fast-check'
import { jsonTextOf, objectWith, oddKey, oddValue } from './oddValues.ts'

/** One change of a valid document, at the place that `at` chooses among all of its places. */
type Change =
  | { readonly kind: 'REPLACE'; readonly at: number; readonly value: unknown }
  | { readonly kind: 'ADD'; readonly at: number; readonly key: string; readonly value: unknown }
  | { readonly kind: 'REMOVE' | 'PASCAL_CASE' | 'WRAP' | 'AS_TEXT' | 'REPEAT'; readonly at: number }

const at = fc.nat({ max: 9999 })

const change: fc.Arbitrary<Change> = fc.oneof(
  { arbitrary: fc.record({ kind: fc.constant('REPLACE' as const), at, value: oddValue }), weight: 6 },
  {
    arbitrary: fc.record({ kind: fc.constant('ADD' as const), at, key: oddKey, value: oddValue }),
    weight: 2,
  },
  {
    arbitrary: fc.record({
      kind: fc.constantFrom(
        'REMOVE' as const,
        'PASCAL_CASE' as const,
        'WRAP' as const,
        'AS_TEXT' as const,
        'REPEAT' as const,
      ),
      at,
    }),
    weight: 4,
  },
)

/** Documents that are one to four changes away from a valid one. */
export function nearMissOf(valid: readonly unknown[]): fc.Arbitrary<unknown> {
  return fc
    .tuple(fc.constantFrom(...valid), fc.array(change, { minLength: 1, maxLength: 4 }))
    .map(([document, changes]) => changes.reduce<unknown>(changed, document))
}

/** Rebuilds the document with one place of it changed; a document without places is replaced as a whole. */
function changed(document: unknown, one: Change): unknown {
  const target = one.at % placesIn(document)
  let place = -1
  const walk = (value: unknown): unknown => {
    place += 1
    if (place === target) return changedPlace(value, one)
    if (Array.isArray(value)) return value.flatMap(item => present(walk(item)))
    if (!isObject(value)) return value
    return fromMembers(Object.entries(value).map(([key, member]) => [key, walk(member)]))
  }
  const result = walk(document)
  return result === absent ? null : result
}

/** Stands for a place that was removed. */
const absent = Symbol('absent')

function present(value: unknown): unknown[] {
  return value === absent ? [] : [value]
}

function changedPlace(value: unknown, one: Change): unknown {
  switch (one.kind) {
    case 'REPLACE':
      return one.value
    case 'ADD':
      return isObject(value) ? fromMembers([...Object.entries(value), [one.key, one.value]]) : one.value
    case 'REMOVE':
      return absent
    case 'WRAP':
      return [value]
    case 'AS_TEXT':
      return typeof value === 'string' ? Number(value) || value.toUpperCase() : jsonTextOf(value)
    case 'REPEAT':
      return Array.isArray(value) ? Array.from({ length: 40 }, () => value).flat() : value
    case 'PASCAL_CASE':
      return isObject(value)
        ? fromMembers(
            Object.entries(value).map(([key, member]) => [
              key.charAt(0).toUpperCase() + key.slice(1),
              member,
            ]),
          )
        : value
  }
}

function placesIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1
  return Object.values(value).reduce<number>((sum, child) => sum + placesIn(child), 1)
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function fromMembers(members: readonly (readonly [string, unknown])[]): object {
  return members.reduce<object>(
    (object, [key, member]) =>
      member === absent
        ? object
        : Object.defineProperties(object, Object.getOwnPropertyDescriptors(objectWith(key, member))),
    {},
  )
}
