/** `flowbell watch` for an operation that is already running, and `flowbell demo` with everything embedded. */
import { describe, expect, jest, test } from '@jest/globals'
import { type Answer, awsError } from './fakeAws.ts'
import {
  ASSOCIATION_ARN,
  COMPLETED,
  ENDPOINT_ID,
  FIREWALL_ARN,
  flow,
  OPERATION_ID,
  ZONE,
} from './fixtures.ts'
import { isObject, type JsonObject, parseObject } from './json.ts'
import { linesOf, runFlowbell } from './runFlowbell.ts'
import {
  awsEnvironment,
  command,
  expectInvariants,
  KEY_CANARY,
  type Scenario,
  type Summary,
  shared,
  TOPIC_ARN,
  withAws,
} from './scenario.ts'

jest.setTimeout(180_000)

const THIS = ['--firewall-arn', FIREWALL_ARN, '--flow-operation-id', OPERATION_ID]
const watch = (args: readonly string[], answers: readonly Answer[] = [COMPLETED], over: Scenario = {}) =>
  command(['watch', ...args], { ...over, script: { DescribeFlowOperation: answers } })

describe('flowbell watch', () => {
  const usual = shared(() => watch([...THIS, '--availability-zone', ZONE, '--json']))

  test.concurrent('the outcome, on the configured channels, exit code 0', async () => {
    const result = await usual()
    result.expectEnd(0, 'COMPLETED')
    expect(result.summary).toMatchObject({ flowOperationId: OPERATION_ID, polls: 1 })
    expectInvariants(result)
  })

  test.concurrent('the document has what the service knows', async () => {
    expect((await usual()).document).toMatchObject({
      outcome: 'COMPLETED',
      flowOperationId: OPERATION_ID,
      flowOperationType: 'FLOW_FLUSH',
      firewallArn: FIREWALL_ARN,
      firewallName: 'edge',
      availabilityZone: ZONE,
    })
  })

  test.concurrent.each<[string, string[], JsonObject]>([
    ['--availability-zone', ['--availability-zone', ZONE], { AvailabilityZone: ZONE }],
    ['--vpc-endpoint-id', ['--vpc-endpoint-id', ENDPOINT_ID], { VpcEndpointId: ENDPOINT_ID }],
    [
      '--vpc-endpoint-association-arn',
      ['--vpc-endpoint-association-arn', ASSOCIATION_ARN],
      { VpcEndpointAssociationArn: ASSOCIATION_ARN },
    ],
    ['no selector', [], {}],
  ])('%s goes into every call', async (_name, selector, expected) => {
    const result = await watch([...THIS, ...selector, '--json'], [COMPLETED], { channels: ['sns'] })
    result.expectEnd(0, 'COMPLETED')
    const calls = result.of('DescribeFlowOperation', 'ListFlowOperationResults')
    expect(calls.length).toBeGreaterThanOrEqual(2)
    for (const { fields } of calls) {
      const { FirewallArn, FlowOperationId, AvailabilityZone, VpcEndpointId, VpcEndpointAssociationArn } =
        fields
      expect({ FirewallArn, FlowOperationId }).toEqual({
        FirewallArn: FIREWALL_ARN,
        FlowOperationId: OPERATION_ID,
      })
      expect({ AvailabilityZone, VpcEndpointId, VpcEndpointAssociationArn }).toEqual({
        AvailabilityZone: undefined,
        VpcEndpointId: undefined,
        VpcEndpointAssociationArn: undefined,
        ...expected,
      })
    }
  })

  test.concurrent('an outcome FAILED is an outcome: exit code 0', async () => {
    const result = await watch([...THIS, '--json'], [flow('FAILED')], { channels: ['sns'] })
    result.expectEnd(0, 'FAILED')
  })

  test.concurrent('a channel that is down: exit code 1', async () => {
    const result = await command(['watch', ...THIS, '--json'], {
      channels: ['eventbridge'],
      script: { PutEvents: [awsError('AccessDeniedException')] },
    })
    result.expectEnd(1, 'COMPLETED')
    expect(result.run.stderr).toMatch(/^dead letter: eventbridge: \S/m)
  })

  test.concurrent('without FLOWBELL_AUDIT_LOG_GROUP the audit records go to standard error', async () => {
    const settings = () => ({ FLOWBELL_AUDIT_LOG_GROUP: undefined })
    const result = await watch([...THIS, '--json'], [COMPLETED], { channels: ['sns'], settings })
    result.expectEnd(0, 'COMPLETED')
    const records = linesOf(result.run.stderr).map(parseObject).filter(isObject)
    const types = records.map(record => record['recordType']).filter(type => typeof type === 'string')
    expect(types).toEqual(expect.arrayContaining(['OPERATION_FINISHED', 'NOTIFICATION_DELIVERED']))
    expect(types.filter(type => type === 'OPERATION_FINISHED')).toHaveLength(1)
    expect(result.requests.filter(seen => seen.service === 'logs')).toEqual([])
  })

  test.concurrent('without any channel and any setting it still says the outcome', async () => {
    const settings = () => ({
      FLOWBELL_AUDIT_LOG_GROUP: undefined,
      FLOWBELL_DEAD_LETTER_QUEUE_URL: undefined,
    })
    const result = await watch(THIS, [COMPLETED], { channels: [], settings })
    expect({ code: result.run.code, stderr: result.run.stderr.slice(-500) }).toMatchObject({ code: 0 })
    expect(result.run.stdout).toContain('COMPLETED')
  })

  test.concurrent.each<[string, string[], RegExp]>([
    ['two selectors', [...THIS, '--availability-zone', ZONE, '--vpc-endpoint-id', ENDPOINT_ID], /\S/],
    [
      'two other selectors',
      [...THIS, '--vpc-endpoint-association-arn', ASSOCIATION_ARN, '--vpc-endpoint-id', ENDPOINT_ID],
      /\S/,
    ],
    ['no firewall', ['--flow-operation-id', OPERATION_ID], /firewall-arn/],
    ['no operation', ['--firewall-arn', FIREWALL_ARN], /flow-operation-id/],
    [
      'a firewall that is no ARN',
      ['--firewall-arn', 'edge', '--flow-operation-id', OPERATION_ID],
      /firewall/i,
    ],
    ['a malformed operation id', ['--firewall-arn', FIREWALL_ARN, '--flow-operation-id', '42'], /operation/i],
    ['a malformed VPC endpoint id', [...THIS, '--vpc-endpoint-id', 'eni 1'], /endpoint/i],
    ['an unknown flag', [...THIS, '--zone', ZONE], /--zone/],
  ])('%s: exit code 2, one line, nothing sent', async (_name, args, pattern) => {
    ;(await watch([...args, '--json'])).expectRefusedToRun(pattern)
  })
})

describe('flowbell demo', () => {
  const ENDS = {
    completed: 'COMPLETED',
    'completed-with-errors': 'COMPLETED_WITH_ERRORS',
    failed: 'FAILED',
    throttled: 'COMPLETED',
    refused: 'REFUSED',
    slow: 'COMPLETED',
    expired: 'EXPIRED',
  } as const

  test.concurrent.each(Object.entries(ENDS))(
    '--scenario %s ends %s, everything delivered',
    async (scenario, outcome) => {
      const run = await runFlowbell(['demo', '--no-wait', '--json', '--scenario', scenario])
      expect({ code: run.code, stderr: run.stderr.slice(-800) }).toMatchObject({ code: 0 })
      const summary = parseObject(run.stdout) as unknown as Summary
      expect(summary).toEqual({
        flowOperationId:
          outcome === 'REFUSED' ? null : expect.stringMatching(/^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/),
        outcome,
        polls: expect.any(Number),
        executionStatus: 'SUCCEEDED',
        deliveries: expect.any(Array),
      })
      expect(summary.deliveries.map(delivery => delivery.channel)).toEqual(
        expect.arrayContaining(['sns', 'slack']),
      )
      for (const delivery of summary.deliveries) expect(delivery.status).toBe('DELIVERED')
    },
  )

  test.concurrent('without --json it shows the messages and the audit records', async () => {
    const run = await runFlowbell(['demo', '--no-wait', '--scenario', 'completed'])
    expect({ code: run.code, stderr: run.stderr.slice(-800) }).toMatchObject({ code: 0 })
    expect(run.stdout).toContain('COMPLETED')
    expect(run.stdout + run.stderr).toContain('OPERATION_FINISHED')
  })

  test.concurrent('slow: an OVERDUE notice is shown', async () => {
    const run = await runFlowbell(['demo', '--no-wait', '--scenario', 'slow'])
    expect(run.code).toBe(0)
    expect(run.stdout + run.stderr).toMatch(/overdue/i)
  })

  test.concurrent('without a scenario it is a run like any other', async () => {
    const run = await runFlowbell(['demo', '--no-wait', '--json'])
    expect({ code: run.code, stderr: run.stderr.slice(-800) }).toMatchObject({ code: 0 })
    expect(parseObject(run.stdout)).toMatchObject({ executionStatus: 'SUCCEEDED' })
  })

  test.concurrent('everything is embedded: the reader’s own AWS and channels are left alone', async () => {
    await withAws(undefined, async aws => {
      const env = {
        ...awsEnvironment(aws),
        AWS_ENDPOINT_URL: aws.origin('any'),
        FLOWBELL_TOPIC_ARN: TOPIC_ARN,
      }
      const run = await runFlowbell(['demo', '--no-wait', '--json', '--scenario', 'completed'], { env })
      expect({ code: run.code, stderr: run.stderr.slice(-800) }).toMatchObject({ code: 0 })
      expect(aws.requests).toEqual([])
      expect(run.stdout + run.stderr).not.toContain(KEY_CANARY)
    })
  })
})
