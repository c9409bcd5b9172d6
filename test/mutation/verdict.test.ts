import { expect, test } from '@jest/globals'
import { mutantOf } from './machine/mutant.ts'
import type { Fate } from './run.ts'
import { complaints, verdictOn } from './verdict.ts'

const definition = { StartAt: 'A' }

function fate(name: string, killedBy: string | null): Fate {
  const mutant = mutantOf(definition, {
    operator: 'another first state',
    state: null,
    signs: [],
    edits: [{ path: ['StartAt'], value: name }],
  })
  const killer = killedBy === null ? null : { file: 'a.test.ts', name: killedBy, message: 'no' }
  return { mutant, killer, milliseconds: 1 }
}

test('all is well when each mutant is killed or listed', () => {
  const verdict = verdictOn([fate('B', 'sees it'), fate('C', null)], { 'StartAt = C': 'nobody looks' })

  expect(verdict).toMatchObject({ mutants: 2, killed: 1, equivalent: 1 })
  expect(complaints(verdict)).toEqual([])
})

test('a mutant that lives is named with its difference', () => {
  expect(complaints(verdictOn([fate('B', null)], {}))).toEqual([
    'No test sees this mutant (another first state): StartAt = B\nStartAt\n  - "A"\n  + "B"',
  ])
})

test('a listed mutant that a test kills is to leave the list', () => {
  expect(complaints(verdictOn([fate('B', 'sees it')], { 'StartAt = B': 'nobody looks' }))).toEqual([
    'Listed in equivalents.ts, but killed: StartAt = B\n  by a.test.ts › sees it',
  ])
})

test('a listed name that no mutant has is to leave the list', () => {
  expect(complaints(verdictOn([fate('B', 'sees it')], { 'StartAt = Z': 'nobody looks' }))).toEqual([
    'Listed in equivalents.ts, but no mutant has this name: StartAt = Z',
  ])
})
