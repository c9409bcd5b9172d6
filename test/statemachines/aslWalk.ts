export type JsonObject = Readonly<Record<string, unknown>>

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function objectsIn(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : []
}

/** A set of states with one beginning: the whole definition, or the inside of a Map or Parallel. */
export type Machine = { readonly definition: JsonObject; readonly isInner: boolean }

export type NamedState = { readonly name: string; readonly state: JsonObject; readonly isInner: boolean }

/** The definition and every machine inside it. */
export function machinesOf(definition: JsonObject, isInner = false): Machine[] {
  const inner = statesOf(definition).flatMap(({ state }) =>
    [state['ItemProcessor'], state['Iterator'], ...objectsIn(state['Branches'])].filter(isObject),
  )
  return [{ definition, isInner }, ...inner.flatMap(machine => machinesOf(machine, true))]
}

/** The states of one machine, without those inside them. */
export function statesOf(definition: JsonObject, isInner = false): NamedState[] {
  const states = isObject(definition['States']) ? definition['States'] : {}
  return Object.entries(states).flatMap(([name, state]) =>
    isObject(state) ? [{ name, state, isInner }] : [],
  )
}

/** One member at any depth of a state; the states inside a Map or Parallel are not part of it. */
export type Member = { readonly key: string; readonly value: unknown; readonly trail: readonly string[] }

export function membersOf(value: unknown, trail: readonly string[] = []): Member[] {
  if (Array.isArray(value)) return value.flatMap(item => membersOf(item, trail))
  if (!isObject(value)) return []
  return Object.entries(value).flatMap(([key, member]) => {
    const inside = key === 'States' ? [] : membersOf(member, [...trail, key])
    return [{ key, value: member, trail }, ...inside]
  })
}

/** The comparisons of a Choice rule, with the rules that stand before each in the same And. */
export type Comparison = { readonly rule: JsonObject; readonly guards: readonly JsonObject[] }

export function comparisonsOf(rule: JsonObject, guards: readonly JsonObject[] = []): Comparison[] {
  const conjuncts = objectsIn(rule['And'])
  const alternatives = objectsIn(rule['Or'])
  const negated = isObject(rule['Not']) ? [rule['Not']] : []
  return [
    ...('Variable' in rule ? [{ rule, guards }] : []),
    ...conjuncts.flatMap((conjunct, index) =>
      comparisonsOf(conjunct, [...guards, ...conjuncts.slice(0, index)]),
    ),
    ...[...alternatives, ...negated].flatMap(inner => comparisonsOf(inner, guards)),
  ]
}

/** The names of the states that may follow a state. */
export function successorsOf(state: JsonObject): string[] {
  const targets = [
    state['Next'],
    state['Default'],
    ...objectsIn(state['Choices']).map(rule => rule['Next']),
    ...objectsIn(state['Catch']).map(catcher => catcher['Next']),
  ]
  return targets.filter(target => typeof target === 'string')
}
