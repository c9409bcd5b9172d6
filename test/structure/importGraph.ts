import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

const projectRoot = path.resolve(import.meta.dirname, '../..')

/** `target`: a package's name, or a file's path from the project's root. `isType`: erased before anything runs. */
export type Import = { readonly from: string; readonly target: string; readonly isType: boolean }

const statement = /^(?:import|export)\s+(type\s)?[^'"]*?from\s*['"]([^'"]+)['"]/gm
const bareImport = /^import\s*['"]([^'"]+)['"]/gm
const dynamicImport = /\b(?:import|require)\(\s*['"`]([^'"`]+)['"`]/g

/** Every TypeScript file of a folder, by its path from the project's root. */
export function sourceFiles(folder: string): string[] {
  return readdirSync(path.join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.ts') && !file.includes('node_modules'))
    .map(file => path.posix.join(folder, file.replaceAll(path.sep, '/')))
}

export function sourceOf(file: string): string {
  return readFileSync(path.join(projectRoot, file), 'utf8')
}

/** What one file imports, found by {@link importsIn} its text. */
export function importsOf(file: string): Import[] {
  return importsIn(file, sourceOf(file))
}

export function importsIn(file: string, source: string): Import[] {
  const code = source.replaceAll(/^\s*(?:\/\/|\/?\*).*$/gm, '')
  const found = [
    ...[...code.matchAll(statement)].map(([, type, target = '']) => ({ target, isType: type !== undefined })),
    ...[...code.matchAll(bareImport), ...code.matchAll(dynamicImport)].map(([, target = '']) => ({
      target,
      isType: false,
    })),
  ]
  return found.map(({ target, isType }) => ({ from: file, target: resolved(file, target), isType }))
}

function resolved(file: string, target: string): string {
  return target.startsWith('.') ? path.posix.join(path.posix.dirname(file), target) : target
}

/** The files of one circle of imports, or null when there is none. */
export function circleIn(graph: ReadonlyMap<string, readonly string[]>): string[] | null {
  const finished = new Set<string>()
  const search = (file: string, way: readonly string[]): string[] | null => {
    if (way.includes(file)) return [...way.slice(way.indexOf(file)), file]
    if (finished.has(file)) return null
    for (const target of graph.get(file) ?? []) {
      const circle = search(target, [...way, file])
      if (circle) return circle
    }
    finished.add(file)
    return null
  }
  for (const file of graph.keys()) {
    const circle = search(file, [])
    if (circle) return circle
  }
  return null
}
