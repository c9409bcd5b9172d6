import { readFileSync } from 'node:fs'
import path from 'node:path'

type JsonObject = Record<string, unknown>
type Change = { readonly name: string; readonly set?: JsonObject; readonly remove?: readonly string[] }

/** Which of the two rules an event is for: `others` are for neither. */
export type EventKind = 'started' | 'refused' | 'others'

/** One synthetic event and what it is. */
export type LabelledEvent = { readonly kind: EventKind; readonly name: string; readonly event: JsonObject }

type EventFile = { readonly base: JsonObject } & Readonly<Record<EventKind, readonly Change[]>>

/** The events of events.json, each written out. */
export function labelledEvents(): LabelledEvent[] {
  const text = readFileSync(path.join(import.meta.dirname, 'events.json'), 'utf8')
  const file = JSON.parse(text) as EventFile
  return (['started', 'refused', 'others'] as const).flatMap(kind =>
    file[kind].map(change => ({ kind, name: change.name, event: changed(file.base, change) })),
  )
}

function changed(base: JsonObject, { set = {}, remove = [] }: Change): JsonObject {
  const event = structuredClone(base)
  for (const [place, value] of Object.entries(set)) {
    const { parent, name } = placeIn(event, place)
    parent[name] = value
  }
  for (const place of remove) {
    const { parent, name } = placeIn(event, place)
    if (!Object.hasOwn(parent, name)) throw new Error(`the base event has no ${place} to remove`)
    delete parent[name]
  }
  return event
}

function placeIn(event: JsonObject, place: string): { parent: JsonObject; name: string } {
  const names = place.split('.')
  const name = names.pop() ?? ''
  const parent = names.reduce<JsonObject>((at, each) => at[each] as JsonObject, event)
  return { parent, name }
}
