import { readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { loadedFilesOf } from '../../../bench/coldStart/bundleSize.ts'
import { type FirstCall, firstCalls } from '../../../bench/coldStart/firstCalls.ts'
import { environmentOf } from '../../../bench/coldStart/measure.ts'
import { type LocalAws, startLocalAws } from '../../../local/model/localAws.ts'
import { unpackFunctions } from '../../stack/interpreter/packagedFunctions.ts'
import type { Packaged } from './packaged.ts'

/** Bytes that each function loads before its first call; UPDATE_BASELINE=1 writes them anew. */
const baselineFile = path.join(import.meta.dirname, '../../../bench/coldStart/startPath.json')
const toleratedGrowth = 1.02

const maxBytes = 200 * 1024
/** What docs/adr/0053 says of these: they are over the limit with what their settings ask for. */
const overLimit = [
  'composeNotice, with routes in a parameter',
  'deliverNotification',
  'deliverNotification, with every channel',
]

export function describeStartPath(packaged: () => Packaged): void {
  describe('what a function loads before its first call', () => {
    const loaded = new Map<string, number>()
    let aws: LocalAws
    beforeAll(async () => {
      aws = await startLocalAws({ now: () => 0 })
      const { template, folder } = packaged()
      const functions = unpackFunctions(template, folder, path.join(folder, 'start-path'))
      const fileOf = ({ functionName }: FirstCall) =>
        functions.find(({ key }) => key === functionName)?.modulePath
      for (const first of firstCalls) {
        const files = loadedFilesOf(String(fileOf(first)), environmentOf(first, aws))
        loaded.set(
          first.name,
          files.reduce((bytes, file) => bytes + statSync(file).size, 0),
        )
      }
      if (process.env['UPDATE_BASELINE']) {
        writeFileSync(baselineFile, `${JSON.stringify(Object.fromEntries(loaded), null, 2)}\n`)
      }
    })
    afterAll(() => aws.close())

    test('is at most 2 % more than it was', () => {
      const baseline = JSON.parse(readFileSync(baselineFile, 'utf8')) as Record<string, number>

      expect(Object.keys(baseline)).toEqual([...loaded.keys()])
      const grown = [...loaded].filter(([name, bytes]) => bytes > (baseline[name] ?? 0) * toleratedGrowth)
      expect(grown).toEqual([])
    })

    test('is at most 200 KB, but for those that the decision record names', () => {
      expect([...loaded].filter(([, bytes]) => bytes > maxBytes).map(([name]) => name)).toEqual(overLimit)
    })
  })
}
