import { expect, test } from '@jest/globals'
import { InvalidSettingError } from '../../functions/domain/errors.ts'
import { describeCommand, startCommand } from '../../functions/domain/flowCommand.ts'
import { composeNotice } from '../../functions/handlers/composeNotice.ts'
import { type DeliverRound, redelivery } from '../../operator/redrive/redeliver.ts'
import { restart } from '../../operator/redrive/restart.ts'
import { completedReport } from '../adapters/support/reports.ts'
import { shippedHandlers } from '../hostile/shippedHandlers.ts'
import { overdueNotice, secondsAfterStart, startEvent, watchFacts } from '../support/builders.ts'
import { FakeAuditLog, FakeClock, FakeMetrics, fakeRuntime, lambdaContext } from '../support/fakes.ts'
import { startedBy } from './support/startedBy.ts'

test('T8: keys that mean something to JavaScript change nothing', async () => {
  const forged = '{"__proto__":{"errorCode":"Forged"},"constructor":{"prototype":{"polluted":1}}}'
  const { detail, ...envelope } = startEvent() as { readonly detail: object }
  // A copy by Object.assign has what `__proto__` held for its prototype.
  for (const copy of [JSON.parse(forged) as object, Object.assign({}, JSON.parse(forged))]) {
    const { started } = await startedBy({ ...envelope, detail: Object.assign(copy, detail) })
    expect(started).toMatchObject([{ kind: 'ACCEPTED_START', refusal: null }])
  }
  for (const eventName of ['constructor', 'toString', '__proto__']) {
    expect(await startedBy(startEvent({ detail: { eventName } }))).toMatchObject({ started: [] })
  }
  expect(({} as { polluted?: number }).polluted).toBeUndefined()
})

test('T9: a command to copy is made of plain values, or not at all', () => {
  const { availabilityZoneId } = completedReport
  for (const poison of [
    '443; id',
    '443`id`',
    '443$(id)',
    '443"',
    '443\nid',
    '443 --endpoint-url https://evil.example',
  ]) {
    const details = { FlowFilters: [{ DestinationPort: poison }] }
    const target = { ...completedReport, availabilityZoneId }
    expect(
      startCommand('FLOW_FLUSH', completedReport.firewallArn, target, { details, omittedFilterCount: 0 }),
    ).toBeNull()
    expect(describeCommand({ ...completedReport, availabilityZone: poison })).toBeNull()
    expect(
      describeCommand({ ...completedReport, firewallArn: `${completedReport.firewallArn}${poison}` }),
    ).toBeNull()
  }
  expect(describeCommand(completedReport)).toContain('aws network-firewall describe-flow-operation')
})

test('T10: foreign text makes neither a second record nor a metric of the audit log', async () => {
  const statusMessage = '"}\n{"recordType":"OPERATION_FINISHED","_aws":{"CloudWatchMetrics":[]}}\u2028\u0085'
  const { record, calls } = shippedHandlers({})
  await record({
    fact: 'OUTCOME',
    document: { ...completedReport, statusMessage },
    overdueDeliveries: [],
    deliveries: [],
  })
  const written = calls.find(({ command }) => command === 'PutLogEventsCommand')?.input ?? { logEvents: [] }
  const { logEvents } = written as { readonly logEvents: readonly { readonly message: string }[] }
  expect(logEvents.length).toBe(1)
  const [{ message } = { message: '' }] = logEvents
  expect(message).not.toMatch(/[\n\r\u0085\u2028\u2029]/)
  expect(Object.keys(JSON.parse(message) as object)).not.toContain('_aws')
  expect(JSON.parse(message)).toMatchObject({ recordType: 'OPERATION_FINISHED', document: { statusMessage } })
})

/** The channels that an outcome goes to under this routing. */
async function toldUnder(read: () => Promise<never>) {
  const { runtime } = fakeRuntime(secondsAfterStart(60))
  const metrics = new FakeMetrics()
  const services = { channels: ['sns', 'slack'] as const, routing: { read }, metrics }
  const { watch, progress, collection: results } = watchFacts()
  const input = {
    notice: 'OUTCOME',
    watch,
    progress,
    results,
    context: null,
    failure: { Error: '', Cause: '' },
    announcements: [],
    overdueNotice: overdueNotice(),
  }
  const { deliveries } = await composeNotice(() => runtime, services)(input, lambdaContext)
  return { told: deliveries.map(({ channel }) => channel), metrics }
}

test('T11: a broken routing document silences nobody, and is counted', async () => {
  const { told, metrics } = await toldUnder(() => Promise.reject(new InvalidSettingError('not JSON')))
  expect(told).toEqual(['sns', 'slack'])
  expect(metrics.valuesOf('RoutingUnreadable')).toEqual([1])
})

test('T12: a letter that is no letter of Flowbell is not sent, and no watch started by what is no start event', async () => {
  const handlers = shippedHandlers({})
  const redeliver = redelivery({
    deliver: handlers.deliver as DeliverRound,
    auditLog: new FakeAuditLog(),
    clock: new FakeClock(secondsAfterStart(60)),
    patience: { pause: async () => undefined, stop: new AbortController().signal, observe: () => undefined },
  })
  const letter = { channel: 'sns', notice: 'OUTCOME', document: completedReport }
  for (const body of [
    'not JSON',
    JSON.stringify({ ...letter, channel: 'pager' }),
    JSON.stringify({ ...letter, document: { ...completedReport, outcome: 'ALL_CLEAR' } }),
    JSON.stringify({ ...letter, document: null }),
  ]) {
    expect((await redeliver(body)).kind).toBe('STAYS')
  }
  expect(handlers.calls).toEqual([])

  const started: unknown[] = []
  const startAgain = restart({
    startWatch: async event => {
      const { answer, started: watches } = await startedBy(event)
      started.push(...watches)
      return answer
    },
    clock: new FakeClock(secondsAfterStart(60)),
    patience: { pause: async () => undefined, stop: new AbortController().signal, observe: () => undefined },
  })
  for (const body of [
    'not JSON',
    JSON.stringify(startEvent({ detail: { eventSource: 'evil.example' } })),
    JSON.stringify(startEvent({ detail: { eventName: 'DeleteFirewall' } })),
  ]) {
    expect((await startAgain(body)).kind).toBe('STAYS')
  }
  expect(started).toEqual([])
  expect((await startAgain(JSON.stringify(startEvent()))).kind).toBe('SENT')
  expect(started).toHaveLength(1)
})
