import { randomUUID } from 'node:crypto'

let source: () => string = randomUUID

/** A new identifier, as the services give them: a lower-case UUID. */
export function newIdentifier(): string {
  return source()
}

/** From now on identifiers come from here, so that two runs can be the same byte for byte; without a source, random ones. */
export function drawIdentifiersFrom(newSource: () => string = randomUUID): void {
  source = newSource
}
