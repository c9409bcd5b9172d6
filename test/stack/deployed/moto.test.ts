import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { CreateStackCommand, ValidateTemplateCommand } from '@aws-sdk/client-cloudformation'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Template } from '../../packaging/packageStack.ts'
import { resolveTemplate } from '../../packaging/resolveTemplate.ts'
import { packagedTemplate } from '../support/packagedStack.ts'
import { type Account, accountOf, closeAccount } from './account.ts'
import { adapted } from './adaptation.ts'
import { DeployedStack, stackName } from './deployedStack.ts'
import type { Emulator } from './emulators/emulator.ts'
import { exposedListeners } from './emulators/listeners.ts'
import { startMoto } from './emulators/moto.ts'
import { motoAdaptations } from './emulators/motoAdaptations.ts'
import { inventoryOf } from './inventory.ts'
import { retainedNames } from './retained.ts'
import { ServiceFolder } from './serviceFolder.ts'

/** What moto makes of the template, by the name that the inventory has for it. */
const typeByKind = {
  function: 'AWS::Lambda::Function',
  role: 'AWS::IAM::Role',
  'log group': 'AWS::Logs::LogGroup',
  queue: 'AWS::SQS::Queue',
  topic: 'AWS::SNS::Topic',
  rule: 'AWS::Events::Rule',
  'state machine': 'AWS::StepFunctions::StateMachine',
  dashboard: 'AWS::CloudWatch::Dashboard',
}

let folder: string
let moto: Emulator
let account: Account
let service: ServiceFolder
let template: Template

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'flowbell-moto-'))
  moto = await startMoto(folder)
  account = accountOf(moto)
  service = new ServiceFolder(folder, moto)
  template = adapted(packagedTemplate(), motoAdaptations)
}, 120_000)

afterAll(async () => {
  closeAccount(account)
  await moto.stop()
  rmSync(folder, { recursive: true, force: true })
})

const countOf = (names: readonly string[]) => (kind: string) =>
  names.filter(name => name.startsWith(`${kind} `)).length

test('a template with a fault would stop serverless deploy: moto lints what it validates', async () => {
  const faulty = structuredClone(template)
  Object.assign(faulty.Resources['WatchStateMachine']?.Properties as object, {
    RoleArn: { Ref: 'NoSuchRole' },
  })

  await expect(
    account.cloudFormation.send(new ValidateTemplateCommand({ TemplateBody: JSON.stringify(faulty) })),
  ).rejects.toThrow('NoSuchRole')
})

test('serverless deploy makes every resource that moto knows, on an emulator that listens on loopback only', async () => {
  expect(await service.deploy(template)).toContain(`Service deployed to stack ${stackName}`)

  const types = Object.values(resolveTemplate(template).resources).map(({ Type }) => Type)
  const made = countOf(await inventoryOf(account))
  for (const [kind, type] of Object.entries(typeByKind))
    expect([kind, made(kind)]).toEqual([kind, types.filter(each => each === type).length])
  expect(exposedListeners(moto.processId)).toEqual([])
}, 240_000)

test('serverless info finds the stack', async () => {
  expect(await service.serverless('info')).toContain(`stack: ${stackName}`)
})

test('serverless remove leaves what is kept on purpose, and nothing else', async () => {
  const kept = retainedNames(template, await DeployedStack.read(account))
  await service.serverless('remove')

  const left = await inventoryOf(account)
  const unexpected = left.filter(line => !kept.some(name => line.endsWith(name)))
  expect(unexpected).toEqual([])
  expect(countOf(left)('log group')).toBeGreaterThan(0)
}, 240_000)

test.each(motoAdaptations)('an adaptation for moto is needed: $resourceType', async ({ resourceType }) => {
  const body = { 'Fn::Sub': ['${Arn}', { Arn: { 'Fn::GetAtt': ['Alarm', 'Arn'] } }] }
  const Resources = {
    Alarm: { Type: 'AWS::CloudWatch::Alarm', Properties: {} },
    Dashboard: { Type: resourceType, Properties: { DashboardBody: body } },
  }
  const TemplateBody = JSON.stringify({ Resources })

  await expect(
    account.cloudFormation.send(new CreateStackCommand({ StackName: 'sample', TemplateBody })),
  ).rejects.toThrow('undefined resource Alarm')
})
