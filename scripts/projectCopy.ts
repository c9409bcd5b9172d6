import { appendFileSync, cpSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs'
import path from 'node:path'

const sources = [
  'functions',
  'resources',
  'scripts',
  'statemachines',
  'serverless.yml',
  'package.json',
  'package-lock.json',
]

/**
 * Copies what packaging reads. `bundled`: folders of the packages that can be in a bundle, which are copied, since the way to
 * a package counts in a bundle; all others are only tools, and linked. The copy is newer, lies elsewhere and has other files
 * around it, so that nothing of that can be in a bundle unseen.
 */
export function copyProject(from: string, to: string, bundled: readonly string[]): void {
  for (const source of sources) cpSync(path.join(from, source), path.join(to, source), { recursive: true })
  const outermost = bundled.filter(folder => folder.lastIndexOf('node_modules/') === 0)
  for (const folder of outermost) {
    cpSync(path.join(from, folder), path.join(to, folder), { recursive: true, verbatimSymlinks: true })
  }
  linkOthers(path.join(from, 'node_modules'), path.join(to, 'node_modules'))
}

function linkOthers(from: string, to: string): void {
  mkdirSync(to, { recursive: true })
  const present = new Set(readdirSync(to))
  for (const name of readdirSync(from)) {
    const source = path.join(from, name)
    if (!present.has(name)) symlinkSync(source, path.join(to, name))
    else if (name.startsWith('@')) linkOthers(source, path.join(to, name))
  }
}

/** Changes what one function does, by as little as can be: it exports one thing more. */
export function changeFunction(root: string, name: string): void {
  appendFileSync(path.join(root, `functions/handlers/${name}.ts`), "\nexport const changed = 'changed'\n")
}
