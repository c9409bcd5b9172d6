/** A state that a test may change. */
export type MutableState = {
  Next?: string
  Retry?: object[]
  Catch?: object[]
  Parameters: { Payload: Record<string, unknown> }
  SecondsPath?: string
  Seconds?: number
  ItemProcessor?: MutableDefinition
}
type MutableDefinition = { States: Record<string, MutableState> }

/** A copy of a definition with one state changed, wherever it stands. Throws TypeError when there is no such state. */
export function definitionWith(
  definition: string,
  stateName: string,
  change: (state: MutableState) => void,
): string {
  const copy = JSON.parse(definition) as MutableDefinition
  const state = stateIn(copy, stateName)
  if (!state) throw new TypeError(`the definition has no state ${stateName}`)
  change(state)
  return JSON.stringify(copy)
}

/** A copy of a definition in which a state has another name, also where it is named as the next one. */
export function renamed(definition: string, from: string, to: string): string {
  return definition.replaceAll(`"${from}"`, `"${to}"`)
}

function stateIn({ States }: MutableDefinition, name: string): MutableState | undefined {
  const inner = Object.values(States).flatMap(({ ItemProcessor }) => (ItemProcessor ? [ItemProcessor] : []))
  return States[name] ?? inner.map(definition => stateIn(definition, name)).find(state => state !== undefined)
}
