import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from '@jest/globals'
import { parseRouting } from '../../functions/domain/routing.ts'
import { validatorOf } from '../schemas/validator.ts'

test('the routes that the docs show are valid, for the functions and by the published schema', () => {
  const text = readFileSync(path.resolve(import.meta.dirname, '../../docs/messages.md'), 'utf8')
  const documents = [...text.matchAll(/```json\n([\s\S]*?)```/g)]
    .map(([, json = '']) => json)
    .filter(json => json.includes('"routes"'))

  expect(documents).toHaveLength(1)
  for (const document of documents) {
    expect(parseRouting(document).routes).not.toEqual([])
    expect(validatorOf('routing.v1.schema.json')(JSON.parse(document))).toEqual([])
  }
})
