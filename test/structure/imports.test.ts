import { describe, expect, test } from '@jest/globals'
import { circleIn, importsIn, importsOf, sourceFiles, sourceOf } from './importGraph.ts'
import { importRules, isForbidden, ruleOf } from './importRules.ts'

const files = ['functions', 'local', 'operator', 'cli'].flatMap(sourceFiles)
const imports = files.flatMap(importsOf)

describe('imports', () => {
  test.each(importRules)('$name', rule => {
    const own = files.filter(file => ruleOf(file) === rule)
    const forbidden = imports.filter(({ from }) => own.includes(from)).filter(isForbidden)

    expect(own).not.toEqual([])
    expect(forbidden.map(({ from, target }) => `${from} -> ${target}`)).toEqual([])
  })

  test('have a rule for every file', () => {
    expect(files.filter(file => !ruleOf(file))).toEqual([])
  })

  test('name files that exist', () => {
    const inside = imports.filter(({ target }) =>
      /^(?:functions|local|operator|cli|test|scripts)\//.test(target),
    )

    expect(inside.filter(({ target }) => !files.includes(target))).toEqual([])
  })

  test('form no circle, not even of types', () => {
    const graph = new Map(files.map(file => [file, importsOf(file).map(({ target }) => target)]))

    expect(circleIn(graph)).toBeNull()
  })

  test('of one adapter are of one AWS client at most', () => {
    for (const file of sourceFiles('functions/adapters')) {
      const clients = importsOf(file).filter(({ target }) => target.startsWith('@aws-sdk/'))
      expect([file, new Set(clients.map(({ target }) => target)).size <= 1]).toEqual([file, true])
    }
  })
})

describe('purity', () => {
  test('the domain asks for neither the time, nor chance, nor the environment', () => {
    const impure = /\b(?:Date\.now|Math\.random|process\.|fetch\(|setTimeout\()|new Date\(\)/

    expect(sourceFiles('functions/domain').filter(file => impure.test(sourceOf(file)))).toEqual([])
  })

  test('only the runtime reads the environment of the functions', () => {
    const reading = sourceFiles('functions').filter(file => sourceOf(file).includes('process.env'))

    expect(reading).toEqual(['functions/runtime.ts'])
  })
})

describe('the check itself', () => {
  const broken = (from: string, code: string) => importsIn(from, code).filter(isForbidden)

  test.each([
    ['functions/domain/a.ts', "import { readFileSync } from 'node:fs'"],
    ['functions/domain/a.ts', "import type { Clock } from '../ports.ts'"],
    ['functions/domain/a.ts', "import {\n  one,\n  two,\n} from '../config.ts'"],
    ['functions/domain/a.ts', "export * from '../adapters/awsCall.ts'"],
    ['functions/domain/a.ts', "import 'node:process'"],
    ['functions/domain/a.ts', "const sdk = await import('@aws-sdk/client-sns')"],
    ['functions/ports.ts', "import { Outcome } from './domain/outcome.ts'"],
    ['functions/usecases/a.ts', "import { systemClock } from '../adapters/systemClock.ts'"],
    ['functions/usecases/a.ts', "import { Clock } from '../ports.ts'"],
    ['functions/handlers/a.ts', "import { snsChannel } from '../adapters/channels/sns.ts'"],
    ['functions/handlers/a.ts', "import { handler } from './pollOperation.ts'"],
    ['functions/handlers/a.ts', "import { SNSClient } from '@aws-sdk/client-sns'"],
    ['functions/handlers/a.ts', "import { systemPause } from '../adapters/systemPause.ts'"],
    ['functions/adapters/a.ts', "import { readSettings } from '../config.ts'"],
    ['functions/adapters/a.ts', "import { handler } from '../handlers/pollOperation.ts'"],
    ['functions/adapters/a.ts', "import { secretsManager } from './secretsManager.ts'"],
    ['functions/services/a.ts', "import { handler } from '../handlers/pollOperation.ts'"],
    ['functions/services/a.ts', "import { runWatch } from '../../local/runWatch.ts'"],
    ['functions/lambda.ts', "import { buildChannels } from './services/channels.ts'"],
    ['functions/config.ts', "import { program } from '../cli/program.ts'"],
    ['functions/runtime.ts', "import { fakeClock } from '../test/support/fakes.ts'"],
    ['local/a.ts', "import { program } from '../cli/program.ts'"],
    ['local/a.ts', "import { fake } from '../test/support/fakes.ts'"],
    ['local/a.ts', "import { once } from '../operator/once.ts'"],
    ['functions/handlers/a.ts', "import { once } from '../../operator/once.ts'"],
    ['operator/a.ts', "import { SNSClient } from '@aws-sdk/client-sns'"],
    ['operator/doctor/checks/a.ts', "import { readFileSync } from 'node:fs'"],
    ['operator/aws/a.ts', "import { localRuntime } from '../../local/localRuntime.ts'"],
    ['operator/redrive/a.ts', "import { program } from '../../cli/program.ts'"],
    ['cli/a.ts', "import { SNSClient } from '@aws-sdk/client-sns'"],
    ['cli/a.ts', "import { fake } from '../test/support/fakes.ts'"],
    ['functions/elsewhere.ts', "import { z } from 'zod'"],
  ])('%s may not have: %s', (from, code) => {
    expect(broken(from, code)).toHaveLength(1)
  })

  test.each([
    ['functions/ports.ts', "import type { Outcome } from './domain/outcome.ts'"],
    ['functions/domain/a.ts', "import * as z from 'zod/mini'"],
    ['functions/domain/a.ts', "// import { readFileSync } from 'node:fs'"],
    ['functions/usecases/a.ts', "import type { Clock } from '../ports.ts'"],
  ])('%s may have: %s', (from, code) => {
    expect(broken(from, code)).toEqual([])
  })

  test('finds a circle, and says of which files', () => {
    const graph = new Map([
      ['a', ['b']],
      ['b', ['c', 'd']],
      ['c', []],
      ['d', ['b']],
    ])

    expect(circleIn(graph)).toEqual(['b', 'd', 'b'])
  })
})
