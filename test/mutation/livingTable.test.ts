import { expect, test } from '@jest/globals'
import { livingTable, reasonsIn } from '../../scripts/mutation/livingTable.ts'

const mutant = { file: 'domain/words.ts', line: 7, change: '`a \\|\\| b` → `a`', isValid: true }
const row = '| domain/words.ts:3, 4 | `a \\|\\| b` → `a` | b is never true alone |'

test('a mutant keeps its reason when its line moves', () => {
  const { table, unexplained } = livingTable([mutant], reasonsIn(row))

  expect(table).toContain('| domain/words.ts:7 | `a \\|\\| b` → `a` | b is never true alone |')
  expect(unexplained).toEqual([])
})

test('the same change of one file is one row', () => {
  const { table } = livingTable([mutant, { ...mutant, line: 9 }], reasonsIn(row))

  expect(table.split('\n').slice(2)).toEqual([
    '| domain/words.ts:7, 9 | `a \\|\\| b` → `a` | b is never true alone |',
  ])
})

test('a reason of another file, or of another change, explains nothing', () => {
  const others = [
    { ...mutant, file: 'domain/flow.ts' },
    { ...mutant, change: '`a` → `b`' },
  ]
  const { table, unexplained } = livingTable(others, reasonsIn(row))

  expect(unexplained).toEqual(others)
  expect(table.match(/no reason is known/gu)).toHaveLength(2)
})

test('one that no module can be loaded with needs no reason of its own', () => {
  expect(livingTable([{ ...mutant, isValid: false }], new Map()).unexplained).toEqual([])
})

test('one more of the same change than a reason was given for is explained by none', () => {
  const three = [mutant, { ...mutant, line: 8 }, { ...mutant, line: 9 }]

  expect(livingTable(three, reasonsIn(row)).unexplained).toEqual(three)
})

test('the table that was written without a reason, or of a mutant that was not valid, gives none afterwards', () => {
  for (const isValid of [true, false]) {
    const { table } = livingTable([{ ...mutant, isValid }], new Map())

    expect(livingTable([mutant], reasonsIn(table)).unexplained).toEqual([mutant])
  }
})
