import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from '@jest/globals'
import { report } from '../support/builders.ts'
import { documentedPatterns, eventOf } from './documentedRule.ts'

type Schema = { readonly $defs: Readonly<Record<string, { readonly enum: readonly string[] }>> }

const schema = JSON.parse(
  readFileSync(
    path.resolve(import.meta.dirname, '../../schemas/flow-operation-report.v1.schema.json'),
    'utf8',
  ),
) as Schema

const definitions = {
  outcome: 'Outcome',
  severity: 'Severity',
  flowOperationType: 'FlowOperationType',
} as const

test('the rule of the docs asks for our own event, by members and words that the published schema has', async () => {
  const [pattern, ...others] = documentedPatterns()
  const event = await eventOf(report({ outcome: 'FAILED', severity: 'critical' }))

  expect(others).toEqual([])
  expect(pattern).toMatchObject({ source: [event['source']], 'detail-type': [event['detail-type']] })
  expect(Object.keys(pattern?.detail ?? {}).sort()).toEqual(Object.keys(definitions).sort())
  for (const [member, words] of Object.entries(pattern?.detail ?? {})) {
    const known = schema.$defs[definitions[member as keyof typeof definitions]]?.enum ?? []
    expect([member, words.filter(word => !known.includes(word))]).toEqual([member, []])
  }
})
