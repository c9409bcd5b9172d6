import fc from 'fast-check'
import { type ServiceModel, type Shape, shapeOf } from './botocoreModel.ts'
import { breakingTexts, fittingTexts, textsLike } from './generatedTexts.ts'

/** A value that breaks one constraint of its shape, and which one. */
export type BrokenValue = { readonly constraint: string; readonly value: unknown }

const integer32Bit = { min: -(2 ** 31), max: 2 ** 31 - 1 }
const integerBounds = ({ min, max }: Shape) => ({
  min: min ?? integer32Bit.min,
  max: max ?? integer32Bit.max,
})

/** Values that fit a shape: bounds, every enum value, structures with each member alone. The first is the plainest. */
export function fittingValues(model: ServiceModel, shapeName: string): readonly unknown[] {
  const shape = shapeOf(model, shapeName)
  switch (shape.type) {
    case 'string':
      return fittingTexts(shape)
    case 'integer':
      return Object.values(integerBounds(shape))
    case 'list': {
      const elements = fittingValues(model, elementOf(shape))
      return [elements.slice(0, 1), ...shared(elements, shape.max ?? 20), ...(shape.min ? [] : [[]])]
    }
    case 'structure':
      return fittingStructures(model, shape)
    default:
      throw new Error(`no values for the shape ${shapeName} of type ${shape.type}`)
  }
}

/** The elements spread over lists of a length that is allowed everywhere. */
function shared(elements: readonly unknown[], length: number): (readonly unknown[])[] {
  const lists = Math.ceil(elements.length / length)
  return Array.from({ length: lists }, (_, at) => elements.slice(at * length, (at + 1) * length))
}

function fittingStructures(model: ServiceModel, shape: Shape): object[] {
  const plain = requiredMembers(model, shape)
  const withOne = Object.entries(shape.members ?? {}).flatMap(([name, ref]) =>
    fittingValues(model, ref.shape).map(value => ({ ...plain, [name]: value })),
  )
  return [plain, ...withOne, allMembers(model, shape)]
}

/** The required members, each with its plainest value. */
function requiredMembers(model: ServiceModel, { members = {}, required = [] }: Shape): object {
  const named = required.map(name => [name, fittingValues(model, members[name]?.shape ?? '')[0]] as const)
  return Object.fromEntries(named)
}

function allMembers(model: ServiceModel, { members = {} }: Shape): object {
  const named = Object.entries(members).map(
    ([name, ref]) => [name, fittingValues(model, ref.shape)[0]] as const,
  )
  return Object.fromEntries(named)
}

/** One value or more for every constraint in a shape and below it: each breaks that constraint and no other. */
export function breakingValues(model: ServiceModel, shapeName: string): readonly BrokenValue[] {
  const shape = shapeOf(model, shapeName)
  switch (shape.type) {
    case 'string':
      return [...wrongTypes(7, true, [], {}), ...breakingTexts(shape)]
    case 'integer':
      return [...wrongTypes('7', true, 0.5, [], {}), ...outOfRange(shape)]
    case 'list':
      return [...wrongTypes('a', 7, {}), ...brokenLists(model, shape)]
    case 'structure':
      return [...wrongTypes('a', 7, []), ...brokenStructures(model, shape)]
    default:
      throw new Error(`no values for the shape ${shapeName} of type ${shape.type}`)
  }
}

function wrongTypes(...values: readonly unknown[]): BrokenValue[] {
  return values.map(value => ({ constraint: `type, not ${JSON.stringify(value)}`, value }))
}

function outOfRange(shape: Shape): BrokenValue[] {
  const { min, max } = integerBounds(shape)
  return [
    { constraint: 'min', value: min - 1 },
    { constraint: 'max', value: max + 1 },
  ]
}

function brokenLists(model: ServiceModel, shape: Shape): BrokenValue[] {
  const [good] = fittingValues(model, elementOf(shape))
  const lists = breakingValues(model, elementOf(shape)).flatMap(({ constraint, value }) => [
    { constraint: `[0]: ${constraint}`, value: [value] },
    { constraint: `[1]: ${constraint}`, value: [good, value] },
  ])
  const { min = 0, max } = shape
  if (min > 0) lists.push({ constraint: 'min length', value: Array(min - 1).fill(good) })
  if (max !== undefined) lists.push({ constraint: 'max length', value: Array(max + 1).fill(good) })
  return [...lists, { constraint: '[0]: null', value: [null] }]
}

function brokenStructures(model: ServiceModel, shape: Shape): BrokenValue[] {
  const plain = requiredMembers(model, shape)
  const missing = (shape.required ?? []).flatMap(name => [
    { constraint: `${name}: required`, value: without(plain, name) },
    { constraint: `${name}: required, not null`, value: { ...plain, [name]: null } },
  ])
  const broken = Object.entries(shape.members ?? {}).flatMap(([name, ref]) =>
    breakingValues(model, ref.shape).map(({ constraint, value }) => ({
      constraint: `${name}: ${constraint}`,
      value: { ...plain, [name]: value },
    })),
  )
  return [...missing, ...broken]
}

function without(value: object, name: string): object {
  return Object.fromEntries(Object.entries(value).filter(([member]) => member !== name))
}

function elementOf(shape: Shape): string {
  return shape.member?.shape ?? ''
}

/** Any value that fits a shape, or, now and then, anything at all in the place of one of its parts. */
export function valuesLike(model: ServiceModel, shapeName: string, doubt: number): fc.Arbitrary<unknown> {
  const fitting = fittingArbitrary(model, shapeName, doubt)
  if (doubt === 0) return fitting
  return fc.oneof({ weight: 100 - doubt, arbitrary: fitting }, { weight: doubt, arbitrary: fc.jsonValue() })
}

function fittingArbitrary(model: ServiceModel, shapeName: string, doubt: number): fc.Arbitrary<unknown> {
  const shape = shapeOf(model, shapeName)
  switch (shape.type) {
    case 'string':
      return textsLike(shape)
    case 'integer':
      return fc.integer(integerBounds(shape))
    case 'list': {
      const bounds = { minLength: shape.min ?? 0, maxLength: shape.max ?? 5 }
      return fc.array(valuesLike(model, elementOf(shape), doubt), bounds)
    }
    case 'structure':
      return fc.record(
        Object.fromEntries(
          Object.entries(shape.members ?? {}).map(([name, ref]) => [
            name,
            valuesLike(model, ref.shape, doubt),
          ]),
        ),
        { requiredKeys: [...(shape.required ?? [])] },
      )
    default:
      throw new Error(`no values for the shape ${shapeName} of type ${shape.type}`)
  }
}
