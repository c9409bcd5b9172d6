import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { defaults } from './defaultParameters.ts'

type Blocks = Readonly<Record<string, Readonly<Record<string, unknown>>>>
type Plugin = { readonly hooks: Readonly<Record<string, () => Promise<void>>> }

const load = createRequire(import.meta.url)
const CheckParameters = load('../../scripts/checkParameters.cjs') as new (serverless: unknown) => Plugin

let serviceDir: string
beforeAll(() => {
  serviceDir = mkdtempSync(path.join(tmpdir(), 'flowbell-service-'))
})
afterAll(() => rmSync(serviceDir, { recursive: true, force: true }))

/** As much of the framework as the plugin looks at, in stage `prod`. */
function framework(params: Blocks, param: readonly string[]) {
  const resources = { Parameters: { RoutesDocument: { Type: 'String', Default: '' } } }
  return {
    service: { provider: { region: 'us-east-1' }, resources },
    serviceDir,
    configurationInput: { params },
    processedInput: { options: { param } },
    getProvider: () => ({ getStage: () => 'prod' }),
    classes: { Error },
  }
}

/** The text that the template gets for the routes. */
async function checked(params: Blocks, param: readonly string[] = []): Promise<string> {
  const serverless = framework(params, param)
  await new CheckParameters(serverless).hooks['before:package:cleanup']?.()
  return serverless.service.resources.Parameters.RoutesDocument.Default
}

test('a bad value in the block of the stage is refused', async () => {
  await expect(checked({ default: defaults, prod: { sweepMinutes: 1 } })).rejects.toThrow(
    /^sweepMinutes must be/,
  )
})

test('a misspelt name in the block of the stage is refused', async () => {
  await expect(checked({ default: defaults, prod: { sweepMinute: 10 } })).rejects.toThrow(
    /^sweepMinute is no parameter/,
  )
})

test('the block of another stage does not count', async () => {
  await expect(checked({ default: defaults, dev: { sweepMinutes: 1 } })).resolves.toBe('')
})

test('the command line goes before the stage, and the stage before the defaults', async () => {
  const params = { default: { ...defaults, sweepMinutes: 1 }, prod: { sweepMinutes: 2 } }

  await expect(checked(params, ['sweepMinutes=10'])).resolves.toBe('')
  await expect(checked({ ...params, prod: { sweepMinutes: 10 } })).resolves.toBe('')
})

test('a value that is left empty in the file counts as not given', async () => {
  await expect(checked({ default: defaults, prod: { sweepMinutes: null } })).resolves.toBe('')
})

test('a value may hold an equals sign', async () => {
  await expect(checked({ default: defaults }, ['alarmEmail=on=call@example.com'])).resolves.toBe('')
})

test.each(['alarmEmail=', 'alarmEmail', 'alarmEmail= '])('--param %s has no value', param => {
  expect(() => new CheckParameters(framework({ default: defaults }, [param]))).toThrow(
    'alarmEmail has no value: write --param alarmEmail=<value>, or leave it out',
  )
})

test('functions that are deployed alone are checked too', async () => {
  const { hooks } = new CheckParameters(framework({ default: { ...defaults, sweepMinutes: 1 } }, []))

  await expect(hooks['before:deploy:function:initialize']?.()).rejects.toThrow(/^sweepMinutes/)
})

test('the routes of a file become a default of the template, as they stand there', async () => {
  const text = '{ "schemaVersion": 1, "routes": [] }\n'
  writeFileSync(path.join(serviceDir, 'routes.json'), text)

  await expect(checked({ default: defaults }, ['routesFile=routes.json'])).resolves.toBe(text)
})

test('routes that are not valid are refused', async () => {
  writeFileSync(path.join(serviceDir, 'routes.json'), '{ "schemaVersion": 2, "routes": [] }')

  await expect(checked({ default: defaults, prod: { routesFile: 'routes.json' } })).rejects.toThrow(
    /^routesFile routes\.json: .*schemaVersion/u,
  )
})
