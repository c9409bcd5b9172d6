import { expect, test } from '@jest/globals'
import { auditRows } from './audit.ts'
import { endRows } from './endOfWatch.ts'
import { extraRows } from './extra.ts'
import { ingressRows } from './ingress.ts'
import { pollingRows } from './polling.ts'
import { slackRows } from './slack.ts'
import { snsRows } from './sns.ts'
import { allDocumentedLines } from './support/document.ts'

const numbered = [...ingressRows, ...pollingRows, ...endRows, ...snsRows, ...slackRows, ...auditRows]

test('each of the 68 numbers has one row, in order', () => {
  expect(numbered.map(({ number }) => number)).toEqual(Array.from({ length: 68 }, (_, index) => index + 1))
})

test('what goes beyond the list is numbered without a gap', () => {
  expect(extraRows.map(({ number }) => number)).toEqual(extraRows.map((_, index) => `X${index + 1}`))
})

test('every row is played, and no two of its runs have the same name', () => {
  for (const { number, trials } of [...numbered, ...extraRows]) {
    expect([number, trials.length > 0]).toEqual([number, true])
    const names = trials.map(({ name }) => name)
    expect([number, names.filter((name, index) => names.indexOf(name) !== index)]).toEqual([number, []])
  }
})

test('docs/fault-matrix.md has a line for each row, and no other', () => {
  const documented = allDocumentedLines().map(line => line.split(' | ')[0]?.slice(2))
  expect(documented).toEqual([...numbered, ...extraRows].map(({ number }) => String(number)))
})
