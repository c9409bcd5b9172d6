import { readFileSync } from 'node:fs'
import path from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'

/** What a validator that knows nothing of zod says of a value: its complaints, none for a value that fits. */
export type Validator = (value: unknown) => readonly string[]

/** A committed schema, read by ajv in its strict mode. */
export function validatorOf(fileName: string): Validator {
  const text = readFileSync(path.resolve(import.meta.dirname, '../../schemas', fileName), 'utf8')
  // Types are told by lists too: `"type": ["string", "null"]`.
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true })
  const validate = ajv.compile(JSON.parse(text) as object)
  return value => {
    validate(value)
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath || '/'} ${message}`)
  }
}
