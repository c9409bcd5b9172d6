import fc from 'fast-check'

/** The part of a zod schema that tells its form. */
type Schema = { readonly def: Definition }
type Definition = {
  readonly type: string
  readonly shape?: Readonly<Record<string, Schema>>
  readonly innerType?: Schema
  readonly element?: Schema
  readonly options?: readonly Schema[]
  readonly entries?: Readonly<Record<string, string>>
  readonly values?: readonly unknown[]
  readonly valueType?: Schema
}

/** `textAt` makes the text at a path such as `startedBy.arn`; members of lists have their list's path. */
export type Filling = {
  readonly textAt: (path: string) => fc.Arbitrary<string>
  readonly maxItems: number
}

/**
 * Values of a schema, with texts of the caller's. Read from the schema, so that a member that is added later is hostile too
 * from the first day on.
 */
export function arbitraryOf(schema: unknown, filling: Filling, path = ''): fc.Arbitrary<unknown> {
  const { def } = schema as Schema
  const { textAt, maxItems } = filling
  const inner = (child: Schema | undefined) => arbitraryOf(child, filling, path)
  switch (def.type) {
    case 'string':
      return textAt(path)
    case 'number':
      return fc.oneof(fc.constant(0), fc.nat({ max: 100 }), fc.nat({ max: Number.MAX_SAFE_INTEGER }))
    case 'boolean':
      return fc.boolean()
    case 'literal':
      return fc.constantFrom(...(def.values ?? []))
    case 'enum':
      return fc.constantFrom(...Object.values(def.entries ?? {}))
    case 'nullable':
      return fc.option(inner(def.innerType), { freq: 6 })
    case 'optional':
      return fc.option(inner(def.innerType), { nil: undefined, freq: 6 })
    case 'default':
    case 'prefault':
      return inner(def.innerType)
    case 'array':
      return fc.array(inner(def.element), { maxLength: maxItems, size: 'max' })
    case 'union':
      return fc.oneof(...(def.options ?? []).map(inner))
    case 'record':
      return fc.dictionary(textAt(`${path}.key`), inner(def.valueType), { maxKeys: maxItems })
    case 'object':
      return objectOf(def.shape ?? {}, filling, path)
    default:
      throw new TypeError(`${path}: no values are known for a schema of type ${def.type}`)
  }
}

function objectOf(
  shape: Readonly<Record<string, Schema>>,
  filling: Filling,
  path: string,
): fc.Arbitrary<unknown> {
  const members = Object.entries(shape).map(([key, member]) => {
    const memberPath = path === '' ? key : `${path}.${key}`
    return [key, arbitraryOf(member, filling, memberPath)] as const
  })
  return fc.record(Object.fromEntries(members)).map(withoutUndefined)
}

/** What is absent in JSON is absent here. */
function withoutUndefined(value: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined))
}
