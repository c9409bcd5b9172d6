import { describe, expect, test } from '@jest/globals'
import { InvalidEventError } from '../../functions/domain/errors.ts'
import { maxEventBytes } from '../../functions/domain/triggerEvent.ts'
import { identifyWatch } from '../../functions/usecases/identifyWatch.ts'
import {
  associationArn,
  eventId,
  firewallArn,
  isoAfterStart,
  operationId,
  pascalCaseStartEvent,
  refusedEvent,
  secondsAfterStart,
  serviceError,
  startEvent,
  watchRequest,
} from '../support/builders.ts'
import { FakeClock, FakeFlowOperations } from '../support/fakes.ts'

const clock = new FakeClock(secondsAfterStart(10))
const listed = (flowOperationId: string, status: string, seconds: number) => ({
  flowOperationId,
  type: 'FLOW_CAPTURE',
  status,
  requestTimestamp: isoAfterStart(seconds),
})
const log = () => undefined
const nobody = () => new FakeFlowOperations({})

describe('an event that names its operation', () => {
  test.each([startEvent(), pascalCaseStartEvent()])('needs no call of the service', async event => {
    const flowOperations = nobody()
    await expect(identifyWatch(event, { clock, log, flowOperations })).resolves.toEqual(watchRequest())
    expect(flowOperations.listed).toEqual([])
  })

  test('the clock stands in for a start time that is not told', async () => {
    const event = startEvent({ detail: { eventTime: undefined }, envelope: { time: undefined } })
    const watch = await identifyWatch(event, { clock, log, flowOperations: nobody() })
    expect(watch).toMatchObject({ startedAt: null, watchedSince: isoAfterStart(10) })
  })
})

test('a refused start is looked at for what stood in its way; an accepted one is not', async () => {
  const holder = listed('aaaaaaaa-7d1e-4b6a-9c38-2f5d8e1a7b40', 'IN_PROGRESS', -100)
  const flowOperations = new FakeFlowOperations({ list: [[holder]] })
  await expect(identifyWatch(refusedEvent(), { clock, log, flowOperations })).resolves.toMatchObject({
    kind: 'REFUSED_START',
    slotHolder: { flowOperationId: holder.flowOperationId },
  })
})

describe('an accepted start whose response is missing', () => {
  test('is the newest operation in progress, asked for with the same selectors and type', async () => {
    const other = 'aaaaaaaa-7d1e-4b6a-9c38-2f5d8e1a7b40'
    const flowOperations = new FakeFlowOperations({
      list: [
        [
          listed(other, 'IN_PROGRESS', -100),
          listed(operationId, 'IN_PROGRESS', 1),
          listed(other, 'COMPLETED', 5),
        ],
      ],
    })
    const event = startEvent({
      response: null,
      request: { availabilityZone: undefined, vpcEndpointAssociationArn: associationArn },
      detail: { eventName: 'StartFlowCapture' },
    })
    const watch = await identifyWatch(event, { clock, log, flowOperations })
    expect(watch).toEqual(
      watchRequest({
        flowOperationType: 'FLOW_CAPTURE',
        availabilityZone: null,
        vpcEndpointAssociationArn: associationArn,
      }),
    )
    expect(flowOperations.listed).toMatchObject([
      {
        type: 'FLOW_CAPTURE',
        scope: {
          firewallArn,
          availabilityZone: null,
          vpcEndpointAssociationArn: associationArn,
          vpcEndpointId: null,
        },
      },
    ])
  })

  test.each([
    ['none at all', []],
    ['none in progress', [listed(operationId, 'COMPLETED', 1)]],
    ['none with a true id', [listed('../etc', 'IN_PROGRESS', 1)]],
  ])('%s is a bad event', async (_name, list) => {
    const services = { clock, log, flowOperations: new FakeFlowOperations({ list: [list] }) }
    await expect(identifyWatch(startEvent({ response: null }), services)).rejects.toThrow(
      new InvalidEventError(
        'detail.responseElements.flowOperationId is missing, and the service lists no operation in progress',
      ),
    )
  })

  test('a look-up that fails is the failure of the service, not of the event', async () => {
    const error = serviceError('ThrottlingException')
    const services = { clock, log, flowOperations: new FakeFlowOperations({ list: [error] }) }
    await expect(identifyWatch(startEvent({ response: null }), services)).rejects.toBe(error)
  })
})

describe('a look-up that would fail again', () => {
  const services = {
    clock,
    log,
    flowOperations: new FakeFlowOperations({ list: [serviceError('AccessDeniedException')] }),
  }

  test('does not keep the start untold: it is reported as a watch that failed, known by its event', async () => {
    await expect(identifyWatch(startEvent({ response: null }), services)).resolves.toMatchObject({
      kind: 'UNIDENTIFIED_START',
      watchKey: eventId,
      flowOperationId: null,
      firewallArn,
      lookUpFailure: { error: 'AccessDeniedException' },
    })
  })

  test('is told in 1,024 characters, since the state of an execution is small', async () => {
    const error = serviceError('AccessDeniedException', { message: 'x'.repeat(3000) })
    const flowOperations = new FakeFlowOperations({ list: [error] })
    const watch = await identifyWatch(startEvent({ response: null }), { clock, log, flowOperations })
    expect(watch.lookUpFailure?.message).toBe(error.message.slice(0, 1024))
  })

  test('is thrown when the event has no id to know the start by', async () => {
    const event = startEvent({ response: null, detail: { eventID: undefined }, envelope: { id: undefined } })
    const denied = {
      clock,
      log,
      flowOperations: new FakeFlowOperations({ list: [serviceError('AccessDeniedException')] }),
    }
    await expect(identifyWatch(event, denied)).rejects.toMatchObject({ kind: 'ACCESS_DENIED' })
  })
})

describe('a bad event', () => {
  test.each([undefined, null, 'text', 1, []])('%j is rejected', async event => {
    await expect(identifyWatch(event, { clock, log, flowOperations: nobody() })).rejects.toThrow(
      InvalidEventError,
    )
  })

  test('more bytes than EventBridge delivers are rejected; as many are not', async () => {
    const sized = (bytes: number) => {
      const padding = bytes - JSON.stringify(startEvent({ envelope: { padding: '' } })).length
      return startEvent({ envelope: { padding: 'x'.repeat(padding) } })
    }
    const services = { clock, log, flowOperations: nobody() }
    await expect(identifyWatch(sized(maxEventBytes), services)).resolves.toEqual(watchRequest())
    await expect(identifyWatch(sized(maxEventBytes + 1), services)).rejects.toThrow(
      new InvalidEventError('the event has 262145 bytes, more than the 262144 of any EventBridge event'),
    )
  })

  test('bytes are counted, not characters', async () => {
    const event = startEvent({ envelope: { padding: '漢'.repeat(100_000) } })
    await expect(identifyWatch(event, { clock, log, flowOperations: nobody() })).rejects.toThrow(
      /bytes, more than/u,
    )
  })

  test('an event nested very deeply is rejected like any other bad event', async () => {
    const deep = JSON.parse(`${'['.repeat(40_000)}${']'.repeat(40_000)}`) as unknown
    await expect(identifyWatch([deep], { clock, log, flowOperations: nobody() })).rejects.toThrow(
      InvalidEventError,
    )
  })
})
