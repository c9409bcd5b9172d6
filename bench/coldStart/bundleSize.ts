import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'

/** Bytes and files: of the whole bundle, and of what importing it really loads. */
export type BundleSize = {
  readonly bundleBytes: number
  readonly bundleGzipBytes: number
  readonly loadedBytes: number
  readonly loadedFiles: number
}

/** Looks into a bundle's folder, and into a fresh process that imports it with this environment. */
export function bundleSizeOf(file: string, environment: NodeJS.ProcessEnv): BundleSize {
  const loaded = loadedFilesOf(file, environment)
  const folder = path.dirname(file)
  const parts = readdirSync(folder).filter(name => name.endsWith('.mjs'))
  const texts = parts.map(name => readFileSync(path.join(folder, name)))
  return {
    bundleBytes: sum(texts.map(text => text.length)),
    bundleGzipBytes: sum(texts.map(text => gzipSync(text).length)),
    loadedBytes: sum(loaded.map(name => statSync(name).size)),
    loadedFiles: loaded.length,
  }
}

/** Every file that importing this one loads, by asking Node.js. */
export function loadedFilesOf(file: string, environment: NodeJS.ProcessEnv): string[] {
  const script = path.join(import.meta.dirname, 'loadedModules.mjs')
  const output = execFileSync(process.execPath, [script, file], { env: environment, encoding: 'utf8' })
  return JSON.parse(output) as string[]
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
