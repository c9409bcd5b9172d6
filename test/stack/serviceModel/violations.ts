import { type ServiceModel, type Shape, shapeOf } from './botocoreModel.ts'

/** One way in which a value breaks its shape. */
export type Violation = {
  /** For example `FlowOperations[0].FlowOperationStatus`; empty for the whole value. */
  readonly path: string
  readonly rule:
    | 'type'
    | 'unknown member'
    | 'missing member'
    | 'enum'
    | 'pattern'
    | 'length'
    | 'range'
    | 'timestamp'
  readonly found: unknown
}

type Place = { readonly model: ServiceModel; readonly path: string }

const bounds32Bit = { min: -(2 ** 31), max: 2 ** 31 - 1 } as const
/** Epoch seconds reach this in the year 5138; what lies above was given in milliseconds. */
const maxEpochSeconds = 1e11

/** Every way in which a value, as it stands in AWS JSON, breaks a shape of the service model. */
export function violationsOf(
  model: ServiceModel,
  shapeName: string,
  value: unknown,
  path = '',
): readonly Violation[] {
  const shape = shapeOf(model, shapeName)
  const place = { model, path }
  switch (shape.type) {
    case 'structure':
      return structureViolations(place, shape, value)
    case 'list':
      return listViolations(place, shape, value)
    case 'map':
      return mapViolations(place, shape, value)
    case 'string':
      return stringViolations(place, shape, value)
    case 'integer':
    case 'long':
      return integerViolations(place, shape, value)
    case 'timestamp':
      return timestampViolations(place, value)
    case 'boolean':
      return typeof value === 'boolean' ? [] : [{ path, rule: 'type', found: value }]
    default:
      throw new Error(`no check for the shape ${shapeName} of type ${shape.type}`)
  }
}

function structureViolations({ model, path }: Place, shape: Shape, value: unknown): Violation[] {
  if (!isObject(value)) return [{ path, rule: 'type', found: value }]
  const members = shape.members ?? {}
  const missing = (shape.required ?? []).filter(name => !Object.hasOwn(value, name))
  const below = (name: string) => (path === '' ? name : `${path}.${name}`)
  return [
    ...missing.map(name => ({ path: below(name), rule: 'missing member', found: undefined }) as const),
    ...Object.entries(value).flatMap(([name, member]): readonly Violation[] => {
      const ref = Object.hasOwn(members, name) ? members[name] : undefined
      if (!ref) return [{ path: below(name), rule: 'unknown member', found: member }]
      return violationsOf(model, ref.shape, member, below(name))
    }),
  ]
}

function listViolations({ model, path }: Place, shape: Shape, value: unknown): Violation[] {
  if (!Array.isArray(value)) return [{ path, rule: 'type', found: value }]
  const items: readonly unknown[] = value
  const element = shape.member?.shape ?? ''
  return [
    ...lengthViolations(path, shape, items.length, items),
    ...items.flatMap((item, index) => violationsOf(model, element, item, `${path}[${index}]`)),
  ]
}

function mapViolations({ model, path }: Place, shape: Shape, value: unknown): Violation[] {
  if (!isObject(value)) return [{ path, rule: 'type', found: value }]
  return Object.entries(value).flatMap(([key, item]) => [
    ...violationsOf(model, shape.key?.shape ?? '', key, `${path}{${key}}`),
    ...violationsOf(model, shape.value?.shape ?? '', item, `${path}.${key}`),
  ])
}

function stringViolations({ path }: Place, shape: Shape, value: unknown): Violation[] {
  if (typeof value !== 'string') return [{ path, rule: 'type', found: value }]
  const violations = lengthViolations(path, shape, Array.from(value).length, value)
  if (shape.enum && !shape.enum.includes(value)) violations.push({ path, rule: 'enum', found: value })
  // Smithy's patterns are anchored only where they say so.
  const isMatch = shape.pattern === undefined || new RegExp(shape.pattern).test(value)
  return isMatch ? violations : [...violations, { path, rule: 'pattern', found: value }]
}

/** A long may lie beyond what JavaScript tells apart; then its text, not its size, would be wrong. */
function integerViolations({ path }: Place, shape: Shape, value: unknown): Violation[] {
  if (typeof value !== 'number' || !Number.isInteger(value)) return [{ path, rule: 'type', found: value }]
  const { min, max } =
    shape.type === 'integer' ? { ...bounds32Bit, ...withoutUndefined(shape) } : withoutUndefined(shape)
  const isWithin = (min === undefined || value >= min) && (max === undefined || value <= max)
  return isWithin ? [] : [{ path, rule: 'range', found: value }]
}

function withoutUndefined({ min, max }: Shape): { min?: number; max?: number } {
  return { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) }
}

function timestampViolations({ path }: Place, value: unknown): Violation[] {
  if (typeof value !== 'number') return [{ path, rule: 'type', found: value }]
  return value >= 0 && value < maxEpochSeconds ? [] : [{ path, rule: 'timestamp', found: value }]
}

function lengthViolations(path: string, { min, max }: Shape, length: number, found: unknown): Violation[] {
  const isWithin = length >= (min ?? 0) && length <= (max ?? Infinity)
  return isWithin ? [] : [{ path, rule: 'length', found }]
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
