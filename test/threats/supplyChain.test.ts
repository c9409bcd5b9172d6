import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from '@jest/globals'
import { bundleHashes, differences } from '../../scripts/bundleHashes.ts'
import { foreignEntries, type Lock, nameInFolder } from '../../scripts/lockedPackages.ts'

const projectRoot = path.resolve(import.meta.dirname, '../..')
const read = (name: string): unknown => JSON.parse(readFileSync(path.join(projectRoot, name), 'utf8'))
const folder = mkdtempSync(path.join(tmpdir(), 'flowbell-threats-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('T13: a package that was changed is not installed', () => {
  const unchecked = foreignEntries(read('package-lock.json') as Lock).filter(
    ([, { integrity = '' }]) => !integrity.startsWith('sha512-'),
  )
  expect(unchecked).toEqual([])
})

test('T14: installing runs no code of a package', () => {
  const { allowScripts = {} } = read('package.json') as { readonly allowScripts?: Record<string, boolean> }
  const wanting = foreignEntries(read('package-lock.json') as Lock)
    .filter(([, { hasInstallScript }]) => hasInstallScript === true)
    .map(([name]) => nameInFolder(name))
  expect(wanting.filter(name => allowScripts[name] !== false)).toEqual([])
})

test('T15: a bundle that was not made of these sources shows by its hash', () => {
  for (const [place, source] of [
    ['published', 'export const handler = 1'],
    ['built', 'export const handler = 2'],
  ] as const) {
    mkdirSync(path.join(folder, place, 'startWatch'), { recursive: true })
    writeFileSync(path.join(folder, place, 'startWatch.zip'), `zip of ${source}`)
    writeFileSync(path.join(folder, place, 'startWatch/startWatch.mjs'), source)
  }
  const hashesOf = (place: string) => bundleHashes(path.join(folder, place), path.join(folder, place))
  expect(differences(hashesOf('published'), hashesOf('published'))).toEqual([])
  expect(differences(hashesOf('published'), hashesOf('built'))).toEqual(['startWatch.zip', 'startWatch.mjs'])
})

test('T16: no function makes code of text, or starts a program', () => {
  const sources = readdirSync(path.join(projectRoot, 'functions'), { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.ts'))
    .map(name => [name, readFileSync(path.join(projectRoot, 'functions', name), 'utf8')] as const)
  // A module may be loaded late, by a name that stands in the source.
  const madeOfText = /\beval\(|new Function\(|child_process|node:vm|\bimport\((?!\s*['"])|\brequire\(/
  expect(sources.filter(([, text]) => madeOfText.test(text)).map(([name]) => name)).toEqual([])
  expect(sources.length).toBeGreaterThan(80)
})
