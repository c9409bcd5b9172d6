import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { publishedSchemas } from './publishedSchemas.ts'

const folder = path.resolve(import.meta.dirname, '../schemas')

for (const [name, schema] of Object.entries(publishedSchemas())) {
  writeFileSync(path.join(folder, name), `${JSON.stringify(schema, null, 2)}\n`)
}
