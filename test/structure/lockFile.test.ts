import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { foreignEntries, type Lock, type LockEntry, nameInFolder } from '../../scripts/lockedPackages.ts'

const projectRoot = path.resolve(import.meta.dirname, '../..')
const read = (name: string): unknown => JSON.parse(readFileSync(path.join(projectRoot, name), 'utf8'))

type Manifest = {
  readonly scripts?: Readonly<Record<string, string>>
  readonly allowScripts?: Readonly<Record<string, boolean>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

const lock = read('package-lock.json') as Lock
const manifest = read('package.json') as Manifest
const workspace = read('cli/package.json') as Manifest

/** Packages that are installed under another name, on purpose: the project's one, and those of jest. */
const knownAliases: Readonly<Record<string, string>> = {
  serverless: 'osls',
  '@jest/react-is-18': 'react-is',
  '@jest/react-is-19': 'react-is',
  'string-width-cjs': 'string-width',
  'strip-ansi-cjs': 'strip-ansi',
  'wrap-ansi-cjs': 'wrap-ansi',
}

/** What speaks against installing from a lock file, one line each. */
function faultsIn(file: Lock): string[] {
  return foreignEntries(file).flatMap(([folder, entry]) => [
    ...sourceFaults(folder, entry),
    ...(/^sha512-[A-Za-z0-9+/]{86}==$/.test(entry.integrity ?? '') ? [] : [`${folder} has no SHA-512`]),
    ...(/^\d+\.\d+\.\d+/.test(entry.version ?? '') ? [] : [`${folder} has the version ${entry.version}`]),
    ...nameFaults(folder, entry),
  ])
}

/** Without an address, npm takes the package from the registry of whoever installs; any other source would bypass it. */
function sourceFaults(folder: string, { resolved }: LockEntry): string[] {
  const isSafe = resolved === undefined || URL.parse(resolved)?.protocol === 'https:'
  return isSafe ? [] : [`${folder} comes from ${resolved}`]
}

function nameFaults(folder: string, { name }: LockEntry): string[] {
  const isKnown = name === undefined || knownAliases[nameInFolder(folder)] === name
  return isKnown ? [] : [`${folder} holds another package: ${name}`]
}

describe('the lock file', () => {
  test('takes every package from the registry, whole and unchanged', () => {
    expect(faultsIn(lock)).toEqual([])
    expect(foreignEntries(lock).length).toBeGreaterThan(500)
  })

  const sound = { version: '1.0.0', integrity: `sha512-${'A'.repeat(86)}==` }
  test.each<readonly [string, LockEntry]>([
    ['from a plain address', { ...sound, resolved: 'http://registry.example/a.tgz' }],
    ['from a repository', { ...sound, resolved: 'git+ssh://git@host.example/a.git#0f3c9a5' }],
    ['from a file', { ...sound, resolved: 'file:../a.tgz' }],
    ['without a hash', { version: '1.0.0' }],
    ['with a weak hash', { ...sound, integrity: 'sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=' }],
    ['without a version', { integrity: sound.integrity }],
    ['under the name of another', { ...sound, name: 'evil' }],
  ])('is refused with a package %s', (_name, entry) => {
    expect(faultsIn({ packages: { '': {}, 'node_modules/a': sound, 'node_modules/b': entry } })).toHaveLength(
      1,
    )
  })
})

describe('installing runs no code', () => {
  test('every package that wants to is named in package.json, and refused', () => {
    const wanting = foreignEntries(lock).filter(([, entry]) => entry.hasInstallScript === true)
    const refused = Object.fromEntries(wanting.map(([folder]) => [nameInFolder(folder), false]))

    expect(manifest.allowScripts).toEqual(refused)
    expect(wanting.length).toBeGreaterThan(0)
  })

  test('the project itself has no script that npm runs by itself', () => {
    const names = [manifest, workspace].flatMap(({ scripts = {} }) => Object.keys(scripts))
    const automatic =
      /^(?:(?:pre|post)?(?:install|prepare|pack|publish|uninstall|version)|dependencies|prepublishOnly)$/
    expect(names.filter(name => automatic.test(name))).toEqual([])
  })
})

test('every package that the project names has one exact version', () => {
  const ranges = [manifest, workspace]
    .flatMap(({ dependencies, devDependencies, optionalDependencies }) =>
      Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies }),
    )
    .filter(([, version]) => !/^(?:npm:[@\w/-]+@)?\d+\.\d+\.\d+$/.test(version))
  expect(ranges).toEqual([])
})
