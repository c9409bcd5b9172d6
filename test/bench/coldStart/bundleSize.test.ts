import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from '@jest/globals'
import { bundleSizeOf, loadedFilesOf } from '../../../bench/coldStart/bundleSize.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'flowbell-bundle-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const texts = {
  'entry.mjs':
    "import './first.mjs'\nif (process.env.AHEAD) await import('./ahead.mjs')\nexport const handler = () => import('./late.mjs')\n",
  'first.mjs': 'export {}\n',
  'ahead.mjs': 'export const ahead = 1\n',
  'late.mjs': 'export const late = 1\n',
}
for (const [name, text] of Object.entries(texts)) writeFileSync(path.join(folder, name), text)
const entry = path.join(folder, 'entry.mjs')
const namesOf = (environment: NodeJS.ProcessEnv) =>
  loadedFilesOf(entry, environment).map(file => path.basename(file))

test('what is loaded is what importing runs, not what a call would load', () => {
  expect(namesOf({})).toEqual(['entry.mjs', 'first.mjs'])
})

test('what the settings make an import load counts too', () => {
  expect(namesOf({ AHEAD: '1' })).toEqual(['entry.mjs', 'first.mjs', 'ahead.mjs'])
})

test('a bundle is all of its files, loaded or not', () => {
  const bytes = (...names: (keyof typeof texts)[]) =>
    names.reduce((sum, name) => sum + Buffer.byteLength(texts[name]), 0)

  expect(bundleSizeOf(entry, {})).toMatchObject({
    bundleBytes: bytes('entry.mjs', 'first.mjs', 'ahead.mjs', 'late.mjs'),
    loadedBytes: bytes('entry.mjs', 'first.mjs'),
    loadedFiles: 2,
  })
})
