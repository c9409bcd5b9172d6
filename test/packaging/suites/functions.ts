import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from '@jest/globals'
import { type LambdaProperties, projectRoot } from '../packageStack.ts'
import { resolveTemplate } from '../resolveTemplate.ts'
import { ofType } from '../rules/policies.ts'
import { unzip } from '../unzip.ts'
import { functionNames, idOf, type Packaged } from './packaged.ts'

export function describeFunctions(packaged: () => Packaged): void {
  describe('the functions', () => {
    const stack = (given = {}) => resolveTemplate(packaged().template, given)
    const lambda = (name: string, given = {}) =>
      stack(given).resources[`${idOf(name)}LambdaFunction`]?.Properties as unknown as LambdaProperties

    test('are the handler files, under the same names', () => {
      const files = readdirSync(path.join(projectRoot, 'functions/handlers')).map(
        file => path.parse(file).name,
      )

      expect(files.sort()).toEqual([...functionNames].sort())
      expect(
        ofType(stack(), 'AWS::Lambda::Function')
          .map(([id]) => id)
          .sort(),
      ).toEqual(functionNames.map(name => `${idOf(name)}LambdaFunction`).sort())
    })

    test.each(functionNames)('%s runs on Node.js 24 on arm64, traced, under its own role and log', name => {
      expect(lambda(name)).toMatchObject({
        FunctionName: `flowbell-dev-${name}`,
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        TracingConfig: { Mode: 'Active' },
        Role: `${idOf(name)}Role.Arn`,
        LoggingConfig: { LogGroup: `${idOf(name)}LogGroup` },
      })
    })

    test('set concurrency aside for each, unless the account is too small for it', () => {
      for (const name of functionNames) {
        expect(lambda(name)).toMatchObject({ ReservedConcurrentExecutions: expect.any(Number) })
        expect(lambda(name, { ReserveConcurrency: 'false' })).not.toHaveProperty(
          'ReservedConcurrentExecutions',
        )
      }
      expect(lambda('sweepOperations')).toMatchObject({ ReservedConcurrentExecutions: 1 })
    })

    test('get Flowbell settings only: what starts watches alone the state machine, what polls alone the poll table', () => {
      const shared = [
        'FLOWBELL_AUDIT_LOG_GROUP',
        'FLOWBELL_DEAD_LETTER_QUEUE_URL',
        'FLOWBELL_OVERDUE_MINUTES',
        'FLOWBELL_STACK_NAME',
        'FLOWBELL_TOPIC_ARN',
      ]
      for (const name of functionNames) {
        const starts = name === 'startWatch' || name === 'sweepOperations'
        const own = starts
          ? ['FLOWBELL_STATE_MACHINE_ARN']
          : name === 'pollOperation'
            ? ['FLOWBELL_POLL_TABLE']
            : []
        const expected = [...shared, ...own].sort()
        expect(Object.keys(lambda(name).Environment.Variables).sort()).toEqual(expected)
      }
    })

    test('are told of each channel that is configured', () => {
      const settings = (given: Record<string, string>) =>
        lambda('deliverNotification', given).Environment.Variables

      expect(settings({})).toMatchObject({ FLOWBELL_TOPIC_ARN: 'NotificationTopic' })
      expect(settings({ TopicArn: 'given-topic' })).toMatchObject({ FLOWBELL_TOPIC_ARN: 'given-topic' })
      expect(settings({ CreateSlackSecret: 'true' })).toMatchObject({
        FLOWBELL_SLACK_SECRET_ARN: 'SlackSecret',
      })
      expect(settings({ SlackSecretArn: 'given-secret' })).toMatchObject({
        FLOWBELL_SLACK_SECRET_ARN: 'given-secret',
      })
      expect(settings({ TeamsSecretArn: 'teams-secret' })).toMatchObject({
        FLOWBELL_TEAMS_SECRET_ARN: 'teams-secret',
      })
      expect(settings({ EventBusName: 'security' })).toMatchObject({ FLOWBELL_EVENT_BUS_NAME: 'security' })
    })

    test('read routes where there are some, and composeNotice alone', () => {
      const given: [Record<string, string>, string | undefined][] = [
        [{}, undefined],
        [{ RoutesDocument: '{}' }, 'Routes'],
        [{ RoutesParameter: '/security/routes' }, '/security/routes'],
        // Refused by scripts/checkParameters.cjs; whoever deploys the template by other means gets what is given.
        [{ RoutesDocument: '{}', RoutesParameter: '/security/routes' }, '/security/routes'],
      ]
      for (const [parameters, expected] of given) {
        for (const name of functionNames) {
          const { FLOWBELL_ROUTES_PARAMETER: found } = lambda(name, parameters).Environment.Variables
          expect([name, found]).toEqual([name, name === 'composeNotice' ? expected : undefined])
        }
        expect('Routes' in stack(parameters).resources).toBe(expected === 'Routes')
      }
      expect(stack({ RoutesDocument: '{"schemaVersion":1}' }).resources['Routes']?.Properties).toMatchObject({
        Name: '/flowbell-dev/routes',
        Type: 'String',
        Value: '{"schemaVersion":1}',
      })
    })

    test('load from their zips as Lambda loads them, with nothing installed and nothing set', () => {
      const { folder } = packaged()
      const modules = functionNames.map(name => {
        const root = path.join(folder, 'unzipped', name)
        const module = lambda(name).Handler.replace(/\.handler$/, '.mjs')
        const packed = unzip(path.join(folder, `${name}.zip`), root)
        expect(packed).toContain(module)
        expect(packed.filter(file => !file.startsWith(`.build/${name}/`) || !file.endsWith('.mjs'))).toEqual(
          [],
        )
        return pathToFileURL(path.join(root, module)).href
      })

      // Node.js 24 on Lambda refuses a handler with three parameters, the callback style.
      const script = `for (const file of ${JSON.stringify(modules)}) {
        const { handler } = await import(file)
        if (typeof handler !== 'function' || handler.length > 2) throw new Error(file)
      }`
      execFileSync(process.execPath, ['--input-type=module', '--eval', script], { env: {}, stdio: 'pipe' })
    })
  })
}
