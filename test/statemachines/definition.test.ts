import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import languageService from 'amazon-states-language-service'
import validate from 'asl-validator'
import { shippedDefinition, shippedDefinitionText } from '../../local/engine/definition.ts'
import { isObject, type JsonObject, machinesOf, statesOf } from './aslWalk.ts'
import { faultsOf } from './safeSubset.ts'

const file = new URL('../../statemachines/watch-flow-operation.asl', import.meta.url)
const handlersFolder = new URL('../../functions/handlers/', import.meta.url)

const text = readFileSync(file, 'utf8')
const deployedText = text.replaceAll(
  /\$\{(\w+)\}/g,
  (_placeholder, name: string) => `arn:aws:lambda:eu-west-1:123456789012:function:${name}`,
)
/** Parsed anew for each use, since a validator writes into what it is given. */
const deployed = () => JSON.parse(deployedText) as JsonObject
const allStates = () => machinesOf(deployed()).flatMap(machine => statesOf(machine.definition))

describe('the shipped definition', () => {
  test('passes asl-validator, its ARNs and paths included', () => {
    const { isValid, errors } = validate(deployed(), { checkArn: true, checkPaths: true })

    expect(errors).toEqual([])
    expect(isValid).toBe(true)
  })

  test("passes AWS's own language service", async () => {
    const service = languageService.getLanguageService({})
    const document = languageService.TextDocument.create(
      'file:///watch-flow-operation.asl',
      'asl',
      1,
      deployedText,
    )

    expect(await service.doValidation(document, service.parseJSONDocument(document))).toEqual([])
  })

  test('keeps to what AWS and the embedded engine understand alike', () => {
    expect(faultsOf(deployed())).toEqual([])
  })

  test('is JSON as it stands, placeholders included', () => {
    expect(() => JSON.parse(text)).not.toThrow()
  })

  test('is larger than the limit of no service', () => {
    expect(Buffer.byteLength(text)).toBeLessThan(1_048_576)
  })

  test('may take 72 hours: 12 of watching and 49 of sending end before, and a watch that hangs is noticed', () => {
    expect(deployed()['TimeoutSeconds']).toBe(72 * 3600)
  })
})

describe('the functions that it names', () => {
  const handlers = readdirSync(handlersFolder).map(name => name.replace(/\.ts$/, ''))
  const named = allStates().flatMap(({ state }) => {
    const parameters = isObject(state['Parameters']) ? state['Parameters'] : {}
    return 'FunctionName' in parameters ? [String(parameters['FunctionName'])] : []
  })

  test('are handler files, each under its own name', () => {
    const placeholders = named.map(arn => arn.split(':').at(-1) ?? '')

    for (const placeholder of placeholders) {
      expect(placeholder).toMatch(/^[A-Z]\w+FunctionArn$/)
      const handler = placeholder.replace(/FunctionArn$/, '')
      expect(handlers).toContain(handler.charAt(0).toLowerCase() + handler.slice(1))
    }
  })

  test('are all handlers but the two that start it', () => {
    const used = new Set(named.map(arn => arn.replace(/^.*:(\w)(\w+)FunctionArn$/, '$1$2').toLowerCase()))

    expect([...used, 'startwatch', 'sweepoperations'].sort()).toEqual(
      handlers.map(name => name.toLowerCase()).sort(),
    )
  })

  test('stand in quotes, and nothing else is substituted', () => {
    const placeholders = text.match(/\$\{[^}]*\}/g) ?? []

    expect(placeholders).toHaveLength(named.length)
    expect(text.match(/"\$\{\w+FunctionArn\}"/g)).toHaveLength(named.length)
  })
})

describe('the definition that runs locally', () => {
  test('is the text of the shipped file', () => {
    expect(shippedDefinitionText()).toBe(text)
  })

  test('differs from it in the ARNs alone', () => {
    const local = shippedDefinition(name => {
      const placeholder = `${name.charAt(0).toUpperCase()}${name.slice(1)}FunctionArn`
      return `arn:aws:lambda:eu-west-1:123456789012:function:${placeholder}`
    })

    expect(local).toEqual(deployed())
  })
})

describe('its ends', () => {
  test('are one green and four red, each with a reason', () => {
    const ends = allStates().filter(({ state }) => state['Type'] === 'Succeed' || state['Type'] === 'Fail')

    expect(ends.map(({ name, state }) => [state['Type'], state['Error'] ?? name])).toEqual([
      ['Succeed', 'Done'],
      ['Fail', 'NotificationUndelivered'],
      ['Fail', 'AuditNotWritten'],
      ['Fail', 'OutcomeUnobserved'],
      ['Fail', 'OutcomeNotComposed'],
    ])
  })

  test('that are green hand on all they are given, so that the output of the execution says what was seen and told', () => {
    const green = allStates().filter(({ state }) => state['Type'] === 'Succeed')

    for (const { state } of green) expect(Object.keys(state).toSorted()).toEqual(['Comment', 'Type'])
  })

  test('that are red say what it means in a sentence', () => {
    const red = allStates().filter(({ state }) => state['Type'] === 'Fail')

    for (const { state } of red) expect(state['Cause']).toMatch(/^[A-Z][\w,;: -]{40,}\.$/)
  })
})

test('every Map goes over the deliveries of a notice, as the history count takes for granted', () => {
  const maps = allStates().filter(({ state }) => state['Type'] === 'Map')

  expect(new Set(maps.map(({ state }) => state['ItemsPath']))).toEqual(new Set(['$.notice.deliveries']))
})

test('no Map limits how many channels it tells at once, so that a slow one delays no other', () => {
  const maps = allStates().filter(({ state }) => state['Type'] === 'Map')

  expect(maps).not.toEqual([])
  for (const { state } of maps) expect(Object.keys(state).join()).not.toMatch(/Concurrency|Tolerated/)
})

// Longer, so that Lambda's own time-out comes first and says what happened; not much, so that a call whose answer is lost is
// soon made again.
test('each time-out of a Task is longer than that of its function by 5 to 10 seconds', () => {
  const serverless = readFileSync(new URL('../../serverless.yml', import.meta.url), 'utf8')
  const timeoutOf = (name: string) =>
    Number(new RegExp(`^ {2}${name}:\\n(?: {4}.*\\n)*? {4}timeout: (\\d+)`, 'm').exec(serverless)?.[1])

  const tasks = allStates().filter(({ state }) => state['Type'] === 'Task')
  for (const { name, state } of tasks) {
    const arn = String((state['Parameters'] as JsonObject)['FunctionName'])
    const handler = arn.replace(
      /^.*:(\w+)FunctionArn$/,
      (_arn, id: string) => id.charAt(0).toLowerCase() + id.slice(1),
    )
    const spare = Number(state['TimeoutSeconds']) - timeoutOf(handler)
    expect([name, spare >= 5 && spare <= 10]).toEqual([name, true])
  }
})
