import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type PackagedFunction, unpackFunctions } from '../interpreter/packagedFunctions.ts'
import { packagedTemplate, packageFolder } from '../support/packagedStack.ts'
import { carriedActions, carriedFindings, outOfReach } from './carriedOperations.ts'
import { allowedRights, calledActions, type FunctionRun, neededRights, runInWorld } from './functionRun.ts'
import { breadthFindings, permissionFindings } from './permissionFindings.ts'
import { rightsOfRole } from './rights.ts'
import { scenarios } from './scenarios.ts'
import { deployments } from './world.ts'

const template = packagedTemplate()
const functionKeys = Object.keys(scenarios)

let folder: string
let functions: readonly PackagedFunction[]
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'flowbell-permissions-'))
  functions = unpackFunctions(template, packageFolder, folder)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('every packaged function is put to the test', () => {
  expect(functions.map(({ key }) => key).sort()).toEqual([...functionKeys].sort())
})

describe.each(deployments)('a stack deployed $name', deployment => {
  const runs = new Map<string, FunctionRun>()
  beforeAll(async () => {
    for (const packaged of functions) {
      runs.set(packaged.key, await runInWorld(template, deployment, packaged, scenarios[packaged.key] ?? []))
    }
  })
  const runOf = (key: string) => {
    const run = runs.get(key)
    if (!run) throw new Error(`${key} was not run`)
    return run
  }

  test.each(functionKeys)('%s gets as far as its scenarios mean it to', key => {
    const { recorded } = runOf(key)

    expect(recorded.map(({ outcome }) => outcome)).toMatchObject(
      recorded.map(({ scenario }) => scenario.outcome),
    )
  })

  test.each(functionKeys)('%s may do what its bundle does, on what it does it to, and nothing else', key => {
    const run = runOf(key)

    expect(permissionFindings(allowedRights(run), neededRights(run))).toEqual([])
  })

  // Without its settings a channel is never called, and without routes nothing is read.
  const keysWithOptionalCalls = ['deliverNotification', 'composeNotice']
  const keysWithAllCalls = functionKeys.filter(
    key => !keysWithOptionalCalls.includes(key) || deployment.hasEverything,
  )
  test.each(keysWithAllCalls)('%s makes every call that its bundle could make', key => {
    const { modulePath = '' } = functions.find(each => each.key === key) ?? {}
    const carried = carriedActions(path.dirname(modulePath))

    expect(carriedFindings(carried, calledActions(runOf(key)), outOfReach[key] ?? [])).toEqual([])
  })

  test('no role at all has a wildcard without a listed reason, or a key for everything', () => {
    const { stack } = runOf('composeNotice')
    const findings = stack
      .ids('AWS::IAM::Role')
      .flatMap(roleId => breadthFindings(rightsOfRole(stack, roleId)))

    expect(findings).toEqual([])
  })
})
