import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** The SHA-256 of each function's zip and of the bundle in it, in hexadecimal, by name: `startWatch.zip`, `startWatch.mjs`. */
export type BundleHashes = ReadonlyMap<string, string>

/** `packageFolder`: where the zips are. `bundleFolder`: where each function's bundle has a folder of its own. Throws without a zip. */
export function bundleHashes(packageFolder: string, bundleFolder: string): BundleHashes {
  const zips = readdirSync(packageFolder).filter(name => name.endsWith('.zip'))
  if (zips.length === 0) throw new Error(`there is no zip in ${packageFolder}: package first`)
  return new Map(
    zips.toSorted().flatMap(zip => {
      const name = zip.slice(0, -'.zip'.length)
      return [
        [zip, sha256([readFileSync(path.join(packageFolder, zip))])] as const,
        [`${name}.mjs`, bundleHash(path.join(bundleFolder, name))] as const,
      ]
    }),
  )
}

/** Names and contents of all chunks, but for the source maps, which are not shipped. */
function bundleHash(folder: string): string {
  const chunks = readdirSync(folder).filter(name => name.endsWith('.mjs'))
  return sha256(chunks.toSorted().flatMap(name => [name, '\0', readFileSync(path.join(folder, name)), '\0']))
}

function sha256(parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest('hex')
}

/** The names whose hashes are not alike, those that only one side has included. */
export function differences(one: BundleHashes, other: BundleHashes): string[] {
  return [...new Set([...one.keys(), ...other.keys()])].filter(name => one.get(name) !== other.get(name))
}

/** One line per zip, in the form that `sha256sum --check` reads. */
export function hashList(hashes: BundleHashes): string {
  const zips = [...hashes].filter(([name]) => name.endsWith('.zip'))
  return zips.map(([name, hash]) => `${hash}  ${name}\n`).join('')
}
