import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { CreateStackCommand, DescribeStackEventsCommand } from '@aws-sdk/client-cloudformation'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type Account, accountOf, closeAccount } from './account.ts'
import { adapted } from './adaptation.ts'
import { type Ministack, startMinistack } from './emulators/ministack.ts'
import { ministackAdaptations } from './emulators/ministackAdaptations.ts'
import { eventually } from './eventually.ts'

const samples: Readonly<Record<string, object>> = {
  'AWS::Logs::QueryDefinition': { Name: 'query', QueryString: 'fields time' },
  'AWS::CloudWatch::Alarm': {
    AlarmName: 'alarm',
    ComparisonOperator: 'GreaterThanThreshold',
    EvaluationPeriods: 1,
    Threshold: 0,
    Metrics: [
      { Id: 'sum', Expression: 'SUM(METRICS())' },
      {
        Id: 'one',
        ReturnData: false,
        MetricStat: { Metric: { Namespace: 'A', MetricName: 'B' }, Period: 300, Stat: 'Sum' },
      },
    ],
  },
}
const queue = { Type: 'AWS::SQS::Queue', Properties: {} }

let folder: string
let ministack: Ministack
let account: Account

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'flowbell-limits-'))
  ministack = await startMinistack({}, folder)
  account = accountOf(ministack)
})

afterAll(async () => {
  closeAccount(account)
  await ministack.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** How a stack of these resources ends: with the name of its last status, or of the error that refuses its template. */
async function outcomeOf(name: string, Resources: object): Promise<string> {
  const { cloudFormation } = account
  try {
    await cloudFormation.send(
      new CreateStackCommand({ StackName: name, TemplateBody: JSON.stringify({ Resources }) }),
    )
  } catch (error) {
    return (error as Error).name
  }
  return eventually(`stack ${name} is settled`, async () => {
    const { StackEvents = [] } = await cloudFormation.send(
      new DescribeStackEventsCommand({ StackName: name }),
    )
    const ofStack = StackEvents.filter(({ ResourceType }) => ResourceType === 'AWS::CloudFormation::Stack')
    return ofStack.map(each => each.ResourceStatus ?? '').find(status => status.endsWith('_COMPLETE'))
  })
}

test.each(ministackAdaptations)(
  'an adaptation for ministack is needed, and enough: $resourceType',
  async adaptation => {
    const { resourceType } = adaptation
    const template = {
      Resources: { Sample: { Type: resourceType, Properties: samples[resourceType] }, Queue: queue },
      Outputs: {},
    }
    const name = resourceType.replaceAll('::', '-')

    expect(['ValidationError', 'ROLLBACK_COMPLETE']).toContain(
      await outcomeOf(`${name}-as-it-is`, template.Resources),
    )
    expect(await outcomeOf(`${name}-adapted`, adapted(template, [adaptation]).Resources)).toBe(
      'CREATE_COMPLETE',
    )
  },
)
