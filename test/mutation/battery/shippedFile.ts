import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { fileURLToPath } from 'node:url'

const definitionFile = fileURLToPath(
  new URL('../../../statemachines/watch-flow-operation.asl', import.meta.url),
)
const shippedRead = fs.readFileSync
let planted: string | null = null
let reads = 0

/** The text of the file as it lies on the disk. */
export function textOnDisk(): string {
  return shippedRead(definitionFile, 'utf8')
}

/** From now on whoever reads the shipped definition in this process reads this text: the tests need not know of mutants. */
export function plant(text: string): void {
  if (planted === null) {
    fs.readFileSync = readOrPlanted as typeof fs.readFileSync
    syncBuiltinESMExports()
  }
  planted = text
}

/** How often the definition was read by now. */
export function readsOfDefinition(): number {
  return reads
}

function readOrPlanted(...call: Parameters<typeof fs.readFileSync>): unknown {
  const [path] = call
  const name = path instanceof URL ? fileURLToPath(path) : path
  if (name !== definitionFile || planted === null) return shippedRead(...call)
  reads += 1
  return planted
}
