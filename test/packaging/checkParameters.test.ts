import { createRequire } from 'node:module'
import { expect, test } from '@jest/globals'
import { defaults } from './defaultParameters.ts'

type Blocks = Readonly<Record<string, Readonly<Record<string, unknown>>>>
type Plugin = { readonly hooks: Readonly<Record<string, () => void>> }

const load = createRequire(import.meta.url)
const CheckParameters = load('../../scripts/checkParameters.cjs') as new (serverless: unknown) => Plugin

/** As much of the framework as the plugin looks at, in stage `prod`. */
function framework(params: Blocks, param: readonly string[]) {
  return {
    service: { provider: { region: 'us-east-1' } },
    configurationInput: { params },
    processedInput: { options: { param } },
    getProvider: () => ({ getStage: () => 'prod' }),
    classes: { Error },
  }
}

function checked(params: Blocks, param: readonly string[] = []): void {
  const { hooks } = new CheckParameters(framework(params, param))
  hooks['before:package:cleanup']?.()
}

test('a bad value in the block of the stage is refused', () => {
  expect(() => checked({ default: defaults, prod: { sweepMinutes: 1 } })).toThrow(/^sweepMinutes must be/)
})

test('a misspelt name in the block of the stage is refused', () => {
  expect(() => checked({ default: defaults, prod: { sweepMinute: 10 } })).toThrow(
    /^sweepMinute is no parameter/,
  )
})

test('the block of another stage does not count', () => {
  expect(() => checked({ default: defaults, dev: { sweepMinutes: 1 } })).not.toThrow()
})

test('the command line goes before the stage, and the stage before the defaults', () => {
  const params = { default: { ...defaults, sweepMinutes: 1 }, prod: { sweepMinutes: 2 } }

  expect(() => checked(params, ['sweepMinutes=10'])).not.toThrow()
  expect(() => checked({ ...params, prod: { sweepMinutes: 10 } })).not.toThrow()
})

test('a value that is left empty in the file counts as not given', () => {
  expect(() => checked({ default: defaults, prod: { sweepMinutes: null } })).not.toThrow()
})

test('a value may hold an equals sign', () => {
  expect(() => checked({ default: defaults }, ['alarmEmail=on=call@example.com'])).not.toThrow()
})

test.each(['alarmEmail=', 'alarmEmail', 'alarmEmail= '])('--param %s has no value', param => {
  expect(() => new CheckParameters(framework({ default: defaults }, [param]))).toThrow(
    'alarmEmail has no value: write --param alarmEmail=<value>, or leave it out',
  )
})

test('functions that are deployed alone are checked too', () => {
  const { hooks } = new CheckParameters(framework({ default: { ...defaults, sweepMinutes: 1 } }, []))

  expect(() => hooks['before:deploy:function:initialize']?.()).toThrow(/^sweepMinutes/)
})
