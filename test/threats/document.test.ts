import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from '@jest/globals'

const projectRoot = path.resolve(import.meta.dirname, '../..')
const document = readFileSync(path.join(projectRoot, 'docs/threat-model.md'), 'utf8')

type Threat = {
  readonly id: string
  readonly kind: string
  readonly threat: string
  readonly defences: readonly string[]
  readonly testFile: string
  readonly remains: string
}

/** The rows of the table, as they stand there. */
function threatsIn(text: string): Threat[] {
  const rows = text.split('\n').filter(line => /^\| T\d/.test(line))
  return rows.map(row => {
    const [id = '', kind = '', threat = '', defence = '', testFile = '', remains = ''] = row
      .split('|')
      .slice(1)
      .map(cell => cell.trim())
    const defences = [...defence.matchAll(/`([^`]+)`/g)].map(([, file = '']) => file)
    return { id, kind, threat, defences, testFile: testFile.replaceAll('`', ''), remains }
  })
}

/** The ids that tests have in their names, with the file of each. */
function testsIn(folder: string): (readonly [id: string, file: string])[] {
  return readdirSync(folder)
    .filter(file => file.endsWith('.test.ts'))
    .flatMap(file => {
      const source = readFileSync(path.join(folder, file), 'utf8')
      return [...source.matchAll(/^test\('(T\d+): /gm)].map(([, id = '']) => [id, file] as const)
    })
}

/** What does not agree, one line each. */
function disagreements(threats: readonly Threat[], tests: readonly (readonly [string, string])[]): string[] {
  const filesOf = (id: string) => tests.flatMap(([of, file]) => (of === id ? [file] : []))
  const ids = threats.map(({ id }) => id)
  return [
    ...threats
      .filter(({ id, testFile }) => filesOf(id).join() !== testFile)
      .map(({ id, testFile }) => `${id}: ${testFile} is named, ${filesOf(id).join() || 'none'} has it`),
    ...tests
      .filter(([id]) => !ids.includes(id))
      .map(([id, file]) => `${id}: ${file} tests it, no row has it`),
    ...ids.filter((id, index) => id !== `T${index + 1}`).map(id => `${id} is not in its place`),
  ]
}

const threats = threatsIn(document)
const tests = testsIn(import.meta.dirname)

describe('the threat model and its tests', () => {
  test('agree one to one', () => {
    expect(disagreements(threats, tests)).toEqual([])
    expect(threats.length).toBeGreaterThan(30)
  })

  test.each<readonly [string, readonly Threat[], typeof tests, string]>([
    ['a threat without a test', threats, tests.slice(1), `${tests[0]?.[0]}: ${tests[0]?.[1]} is named`],
    ['a test without a threat', threats, [...tests, ['T99', 'x.test.ts']], 'T99: x.test.ts tests it'],
    [
      'a threat that two tests have',
      threats,
      [...tests, ['T1', 'x.test.ts']],
      'T1: spoofing.test.ts is named',
    ],
    ['a row that is gone', threats.slice(1), tests, 'T1: spoofing.test.ts tests it'],
  ])('would not agree with %s', (_name, rows, named, told) => {
    expect(disagreements(rows, named).join('\n')).toContain(told)
  })

  test('name defences that are there', () => {
    const missing = threats.flatMap(({ id, defences }) =>
      defences.length === 0
        ? [`${id} has no defence`]
        : defences.filter(file => !existsSync(path.join(projectRoot, file))).map(file => `${id}: ${file}`),
    )
    expect(missing).toEqual([])
  })

  test('say of each what it is and what remains', () => {
    const unsaid = threats.filter(
      ({ kind, threat, remains }) => !/^[STRIDE]$/.test(kind) || threat === '' || remains === '',
    )
    expect(unsaid).toEqual([])
    expect(new Set(threats.map(({ kind }) => kind)).size).toBe(6)
  })

  test('name folders and settings that are there', () => {
    const named = [...document.matchAll(/`(test\/[\w/]+)\/`/g)].map(([, folder = '']) => folder)
    expect(named.length).toBeGreaterThan(3)
    expect(named.filter(folder => !existsSync(path.join(projectRoot, folder)))).toEqual([])
  })
})

test('SECURITY.md names commands that are there, and times that hold', () => {
  const text = readFileSync(path.join(projectRoot, 'SECURITY.md'), 'utf8')
  const { scripts } = JSON.parse(readFileSync(path.join(projectRoot, 'package.json'), 'utf8')) as {
    readonly scripts: Readonly<Record<string, string>>
  }
  const commands = [...text.matchAll(/npm run ([\w:]+)/g)].map(([, name = '']) => name)
  expect(commands).toEqual(expect.arrayContaining(['sbom', 'package:twice', 'package']))
  expect(commands.filter(name => !Object.hasOwn(scripts, name))).toEqual([])

  const stack = readFileSync(path.join(projectRoot, 'serverless.yml'), 'utf8')
  const retentions = [...text.matchAll(/\| (\d+) days, `--param (\w+)`/g)]
  expect(retentions.length).toBe(2)
  for (const [, days, name] of retentions) expect(stack).toContain(`    ${name}: ${days}\n`)
})
