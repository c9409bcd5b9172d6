import { readFileSync, writeFileSync } from 'node:fs'
import { expect, jest, test } from '@jest/globals'
import { costRows, costsFile, costTable } from './costTable.ts'

jest.setTimeout(60_000)

const tablePattern = /\| operation \|[\s\S]*?(?=\n\n)/

test('the costs in the docs are those of the shipped state machine (UPDATE_DOCS=1 writes them anew)', async () => {
  const table = costTable(await costRows())
  const text = readFileSync(costsFile, 'utf8')
  if (process.env['UPDATE_DOCS']) writeFileSync(costsFile, text.replace(tablePattern, table))

  expect(tablePattern.exec(readFileSync(costsFile, 'utf8'))?.[0]).toBe(table)
})
