import type { ResolvedStack } from '../resolveTemplate.ts'
import { ofType } from './policies.ts'

interface QueryProperties {
  readonly Name: string
  readonly QueryString: string
  readonly LogGroupNames: readonly string[]
}

export function savedQueries(stack: ResolvedStack): Record<string, QueryProperties> {
  const found = ofType(stack, 'AWS::Logs::QueryDefinition')
  return Object.fromEntries(
    found.map(([id, { Properties }]) => [id, Properties as unknown as QueryProperties]),
  )
}

const words = new Set([
  'fields',
  'filter',
  'sort',
  'dedup',
  'limit',
  'asc',
  'desc',
  'as',
  'and',
  'or',
  'like',
  'coalesce',
  'SOURCE',
])

/** The members of a record that a query reads: every word that is no command, no text and no name of its own. */
export function fieldsRead(query: string): string[] {
  const bare = query.replaceAll(/^\s*#.*$/gm, '').replaceAll(/"[^"]*"|'[^']*'/g, '')
  const ownNames = [...bare.matchAll(/\bas (\w+)/g)].map(match => match[1])
  const read = [...bare.matchAll(/[A-Za-z@][\w.]*/g)].map(match => match[0])
  return [...new Set(read)].filter(word => !words.has(word) && !ownNames.includes(word))
}

/** CloudWatch Logs finds the members of nested objects under dotted names. */
export function fieldsOf(record: object, prefix = ''): string[] {
  return Object.entries(record).flatMap(([key, value]) =>
    typeof value === 'object' && value !== null
      ? fieldsOf(value as object, `${prefix}${key}.`)
      : [`${prefix}${key}`],
  )
}
