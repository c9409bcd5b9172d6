import {
  ListFlowOperationResultsCommand,
  type ListFlowOperationResultsCommandInput,
  type ListFlowOperationResultsCommandOutput,
  paginateListFlowOperationResults,
} from '@aws-sdk/client-network-firewall'
import { describe, expect, test } from '@jest/globals'
import type { OperationScript } from '../../../local/model/networkFirewall/flowOperation.ts'
import { useLocalAws } from './localAwsFixture.ts'
import { firewallArn, firewallClient, zone } from './networkFirewallFixture.ts'

const fixture = useLocalAws()

function add(script: OperationScript): ListFlowOperationResultsCommandInput {
  const { networkFirewall } = fixture().local
  const id = networkFirewall.addOperation({ firewallArn, selectors: zone, script })
  return { FirewallArn: firewallArn, ...zone, FlowOperationId: id }
}

function results(
  input: ListFlowOperationResultsCommandInput,
): Promise<ListFlowOperationResultsCommandOutput> {
  return firewallClient(fixture().local).send(new ListFlowOperationResultsCommand(input))
}

describe('which operations have flows', () => {
  test.each([
    ['COMPLETED', 3],
    ['COMPLETED_WITH_ERRORS', 3],
    ['FAILED', 0],
  ])('%s lists %i of 3', async (finalStatus, listed) => {
    const output = await results(add({ durationSeconds: 0, finalStatus, flowCount: 3 }))
    expect(output.FlowOperationStatus).toBe(finalStatus)
    expect(output.Flows).toHaveLength(listed)
  })

  test('none while in progress', async () => {
    const output = await results(add({ durationSeconds: 1, finalStatus: 'COMPLETED', flowCount: 3 }))
    expect(output).toMatchObject({ FlowOperationStatus: 'IN_PROGRESS', Flows: [] })
  })
})

describe('paging', () => {
  test('the default page holds 100 flows, the last one has no token', async () => {
    const input = add({ durationSeconds: 0, finalStatus: 'COMPLETED', flowCount: 150 })
    const first = await results(input)
    expect(first.Flows).toHaveLength(100)
    expect(first.NextToken).toMatch(/^[0-9A-Za-z:/+=]+$/)
    const last = await results({ ...input, NextToken: first.NextToken })
    expect(last.Flows).toHaveLength(50)
    expect(last.NextToken).toBeUndefined()
  })

  test("the SDK's paginator reads every flow once", async () => {
    const input = add({ durationSeconds: 0, finalStatus: 'COMPLETED', flowCount: 250 })
    const client = firewallClient(fixture().local)
    let flowCount = 0
    for await (const page of paginateListFlowOperationResults({ client, pageSize: 60 }, input)) {
      flowCount += page.Flows?.length ?? 0
    }
    expect(flowCount).toBe(250)
  })

  test.each([0, 101])('a page size of %i is refused as invalid', async pageSize => {
    const input = add({ durationSeconds: 0, finalStatus: 'COMPLETED' })
    await expect(results({ ...input, MaxResults: pageSize })).rejects.toMatchObject({
      name: 'InvalidRequestException',
    })
  })

  test("another operation's token is refused as invalid", async () => {
    const script = { durationSeconds: 0, finalStatus: 'COMPLETED', flowCount: 150 }
    const { NextToken } = await results(add(script))
    await expect(results({ ...add(script), NextToken })).rejects.toMatchObject({
      name: 'InvalidRequestException',
    })
  })
})

describe('flows', () => {
  test('given ones arrive as they are, missing members included', async () => {
    const flows = [{ SourceAddress: { AddressDefinition: '2001:db8::1/128' }, Protocol: '6', ByteCount: 5 }]
    expect((await results(add({ durationSeconds: 0, finalStatus: 'COMPLETED', flows }))).Flows).toEqual(flows)
  })

  test('synthetic ones depend on their seed alone', async () => {
    const script = { durationSeconds: 0, finalStatus: 'COMPLETED', flowCount: 20 }
    const one = await results(add(script))
    expect((await results(add(script))).Flows).toEqual(one.Flows)
    expect((await results(add({ ...script, flowSeed: 2 }))).Flows).not.toEqual(one.Flows)
  })

  test('a few synthetic sources carry most of the bytes', async () => {
    const { Flows = [] } = await results(
      add({ durationSeconds: 0, finalStatus: 'COMPLETED', flowCount: 100 }),
    )
    const bytesBySource = new Map<string, number>()
    for (const flow of Flows) {
      const source = String(flow.SourceAddress?.AddressDefinition)
      bytesBySource.set(source, (bytesBySource.get(source) ?? 0) + (flow.ByteCount ?? 0))
    }
    const bytes = [...bytesBySource.values()].toSorted((one, other) => other - one)
    const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
    expect(bytes.length).toBeGreaterThan(20)
    expect(sum(bytes.slice(0, 5))).toBeGreaterThan(0.9 * sum(bytes))
  })
})
