import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { reportDescriptions } from '../../scripts/documentDescriptions.ts'
import { publishedSchemas } from '../../scripts/publishedSchemas.ts'

const projectRoot = path.resolve(import.meta.dirname, '../..')
const folder = path.join(projectRoot, 'schemas')
const schemas = publishedSchemas()
const committed = (name: string) => readFileSync(path.join(folder, name), 'utf8')

type Node = Readonly<Record<string, unknown>>

/** Every object of a schema that names members, with its place. */
function objectsIn(node: unknown, place = '#'): (readonly [place: string, node: Node])[] {
  if (typeof node !== 'object' || node === null) return []
  const own = Object.hasOwn(node, 'properties') ? [[place, node as Node] as const] : []
  return [...own, ...Object.entries(node).flatMap(([key, child]) => objectsIn(child, `${place}/${key}`))]
}

describe('the schemas in the repository', () => {
  test.each(Object.entries(schemas))('%s is what "npm run schemas" writes', (name, schema) => {
    expect(committed(name)).toBe(`${JSON.stringify(schema, null, 2)}\n`)
  })

  test('are these, and no others', () => {
    expect(readdirSync(folder).sort()).toEqual(Object.keys(schemas).sort())
  })

  test.each([
    [
      'flow-operation-report.v1.schema.json',
      'urn:flowbell:schema:flow-operation-report:v1',
      'Flow operation report',
    ],
    ['routing.v1.schema.json', 'urn:flowbell:schema:routing:v1', 'Flowbell routing'],
  ])('%s names itself, its version and its dialect', (name, $id, title) => {
    expect(JSON.parse(committed(name))).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id,
      title,
      description: expect.stringMatching(/\.$/),
    })
  })

  test.each(Object.keys(schemas))('%s has a title for each part, and a line for each member', name => {
    const schema = JSON.parse(committed(name)) as Node
    const parts = Object.values(schema['$defs'] as Record<string, Node>)
    const members = objectsIn(schema).flatMap(([place, { properties }]) =>
      Object.entries(properties as Record<string, Node>).map(
        ([member, { description }]) => [`${place}/${member}`, description] as const,
      ),
    )

    expect(parts.filter(({ title }) => typeof title !== 'string' || title === '')).toEqual([])
    expect(members.length).toBeGreaterThan(15)
    expect(
      members.filter(([, text]) => typeof text !== 'string' || text.length === 0 || text.length > 180),
    ).toEqual([])
  })
})

test('docs/messages.md says the same of each member of the document, in the same order', () => {
  const text = readFileSync(path.join(projectRoot, 'docs/messages.md'), 'utf8')
  const rows = Object.entries(reportDescriptions).map(([name, meaning]) => `| \`${name}\` | ${meaning} |`)

  expect(text).toContain(`| member | meaning |\n| --- | --- |\n${rows.join('\n')}\n\n`)
})
