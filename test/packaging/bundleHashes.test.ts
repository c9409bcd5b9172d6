import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals'
import { bundleHashes, differences, hashList } from '../../scripts/bundleHashes.ts'

const root = mkdtempSync(path.join(tmpdir(), 'flowbell-hashes-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** Two functions, as packaging leaves them. */
function packaged(folder: string, files: Readonly<Record<string, string>> = {}): void {
  const all = {
    'zips/poll.zip': 'zip of poll',
    'zips/start.zip': 'zip of start',
    'bundles/poll/poll.mjs': 'poll',
    'bundles/poll/chunk-A.mjs': 'chunk',
    'bundles/poll/poll.mjs.map': '/home/somebody',
    'bundles/start/start.mjs': 'start',
    ...files,
  }
  for (const [name, content] of Object.entries(all)) {
    const file = path.join(root, folder, name)
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, content)
  }
}

function hashesIn(folder: string) {
  return bundleHashes(path.join(root, folder, 'zips'), path.join(root, folder, 'bundles'))
}

beforeEach(() => {
  for (const folder of ['one', 'other']) rmSync(path.join(root, folder), { recursive: true, force: true })
  packaged('one')
})

describe('two packagings are compared', () => {
  test('by every zip and bundle', () => {
    packaged('other')
    expect([...hashesIn('one').keys()]).toEqual(['poll.zip', 'poll.mjs', 'start.zip', 'start.mjs'])
    expect(differences(hashesIn('one'), hashesIn('other'))).toEqual([])
  })

  test.each<readonly [string, Readonly<Record<string, string>>, readonly string[]]>([
    ['a changed zip', { 'zips/poll.zip': 'other' }, ['poll.zip']],
    ['a changed bundle', { 'bundles/start/start.mjs': 'other' }, ['start.mjs']],
    ['a changed chunk', { 'bundles/poll/chunk-A.mjs': 'other' }, ['poll.mjs']],
    ['one chunk more', { 'bundles/poll/chunk-B.mjs': 'chunk' }, ['poll.mjs']],
    ['one function more', { 'zips/sweep.zip': 'x', 'bundles/sweep/x.mjs': 'x' }, ['sweep.zip', 'sweep.mjs']],
    ['another source map, which is not shipped', { 'bundles/poll/poll.mjs.map': 'other' }, []],
  ])('and tell %s', (_name, files, told) => {
    packaged('other', files)
    expect(differences(hashesIn('one'), hashesIn('other'))).toEqual(told)
    expect(differences(hashesIn('other'), hashesIn('one'))).toEqual(told)
  })
})

test('the list has the hash of each zip, as sha256sum reads it', () => {
  // From `printf 'zip of poll' | sha256sum`.
  const pollHash = '85fe997bd2b4c515f9d0eeae132575097d629ce72e0dd8770262e30a7db7a4d0'
  expect(hashList(hashesIn('one')).split('\n')).toEqual([
    `${pollHash}  poll.zip`,
    expect.stringMatching(/^[0-9a-f]{64} {2}start\.zip$/),
    '',
  ])
})

test('nothing packaged is no proof', () => {
  mkdirSync(path.join(root, 'empty'), { recursive: true })
  expect(() => bundleHashes(path.join(root, 'empty'), root)).toThrow('package first')
})
