import type { JsonObject } from './jsonObject.ts'

type Tree = { [key: string]: Tree | string }

/**
 * Reads a form of the AWS query protocol into the shape the JSON services use.
 *
 * `MessageAttributes.entry.1.Name=a&MessageAttributes.entry.1.Value.StringValue=b` becomes
 * `{ MessageAttributes: { a: { StringValue: 'b' } } }`. `Action` and `Version` stay in.
 */
export function parseQueryForm(formText: string): JsonObject {
  const tree: Tree = {}
  for (const [path, value] of new URLSearchParams(formText)) plant(tree, path.split('.'), value)
  return foldMaps(tree) as JsonObject
}

function plant(tree: Tree, path: readonly string[], value: string): void {
  const [key = '', ...rest] = path
  if (rest.length === 0) {
    tree[key] = value
    return
  }
  const branch = tree[key]
  const child = typeof branch === 'object' ? branch : {}
  tree[key] = child
  plant(child, rest, value)
}

/** Turns `{ entry: { 1: { Name, Value } } }` into `{ [Name]: Value }`, at every depth. */
function foldMaps(tree: Tree | string | undefined): unknown {
  if (typeof tree !== 'object') return tree
  const entries = tree['entry']
  if (typeof entries === 'object') return Object.fromEntries(Object.values(entries).map(namedEntry))
  return Object.fromEntries(Object.entries(tree).map(([key, value]) => [key, foldMaps(value)]))
}

function namedEntry(entry: Tree | string): [string, unknown] {
  if (typeof entry === 'string') return [entry, undefined]
  const name = entry['Name']
  return [typeof name === 'string' ? name : '', foldMaps(entry['Value'])]
}
