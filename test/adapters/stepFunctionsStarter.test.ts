import { SFNClient } from '@aws-sdk/client-sfn'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { stepFunctionsStarter } from '../../functions/adapters/stepFunctionsStarter.ts'
import { executionInput } from '../../functions/domain/executionInput.ts'
import { ServiceError } from '../../functions/domain/serviceError.ts'
import { recoveredWatch } from '../../functions/domain/sweep.ts'
import { parseTriggerEvent } from '../../functions/domain/triggerEvent.ts'
import type { WatchRequest } from '../../functions/domain/watchRequest.ts'
import type { HttpAnswer } from '../../local/model/wire/http.ts'
import { type LoopbackServer, startLoopbackServer } from '../../local/model/wire/loopbackServer.ts'
import { rejectionOf } from './support/rejection.ts'
import { firewallArn, operationId } from './support/reports.ts'

const stateMachineArn = 'arn:aws:states:eu-west-1:123456789012:stateMachine:watch'
type StartRequest = { readonly stateMachineArn: string; readonly name: string; readonly input: string }

/** A tiny Step Functions: names are unique, and the same start again is answered like the first one, while that runs. */
let server: LoopbackServer
let requests: StartRequest[]
let startedAtSeconds: Map<string, number>
let nowMilliseconds: number
let plannedError: { errorType: string; httpStatus: number } | null

beforeEach(async () => {
  requests = []
  startedAtSeconds = new Map()
  nowMilliseconds = Date.UTC(2026, 10, 2, 9, 15, 4)
  plannedError = null
  server = await startLoopbackServer()
  server.answerWith(({ headers, bodyText }) => {
    expect(headers['x-amz-target']).toBe('AWSStepFunctions.StartExecution')
    const request = JSON.parse(bodyText) as StartRequest
    const existing = requests.find(({ name }) => name === request.name)
    requests.push(request)
    if (plannedError) return errorAnswer(plannedError.errorType, plannedError.httpStatus)
    if (existing && existing.input !== request.input) return errorAnswer('ExecutionAlreadyExists', 400)
    const startDate = startedAtSeconds.get(request.name) ?? nowMilliseconds / 1000
    startedAtSeconds.set(request.name, startDate)
    return answer(200, { executionArn: `${stateMachineArn}:${request.name}`, startDate })
  })
})
afterEach(() => server.close())

function answer(status: number, body: object): HttpAnswer {
  return { status, headers: { 'content-type': 'application/x-amz-json-1.0' }, body: JSON.stringify(body) }
}

function errorAnswer(errorType: string, status: number): HttpAnswer {
  return answer(status, { __type: `com.amazonaws.stepfunctions#${errorType}`, message: 'why' })
}

function start(watch: WatchRequest): Promise<string> {
  const client = new SFNClient({
    endpoint: server.origin,
    region: 'eu-west-1',
    maxAttempts: 1,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  })
  return stepFunctionsStarter(client, stateMachineArn, { nowMilliseconds: () => nowMilliseconds }).start(
    watch,
  )
}

const detail = {
  eventTime: '2026-11-02T09:15:04Z',
  eventName: 'StartFlowFlush',
  eventID: 'c4d8e2a1-93b7-4d05-8a6c-7e1f2b3c4d5e',
  requestParameters: { firewallArn, availabilityZone: 'eu-west-1a' },
  responseElements: { firewallArn, flowOperationId: operationId, flowOperationStatus: 'IN_PROGRESS' },
  userIdentity: { type: 'IAMUser', userName: 'dana' },
}

function watchOf(envelope: object, now: string, details: object = detail): WatchRequest {
  const event = {
    source: 'aws.network-firewall',
    'detail-type': 'AWS API Call via CloudTrail',
    account: '123456789012',
    region: 'eu-west-1',
    detail: details,
    ...envelope,
  }
  const trigger = parseTriggerEvent(event, now)
  if (!('watch' in trigger)) throw new Error('the event names its operation')
  return trigger.watch
}

const watch = watchOf({ id: 'one', time: '2026-11-02T09:15:06Z' }, '2026-11-02T09:15:07.000Z')

test('an execution is started under the name of its operation, with the watch as input', async () => {
  await expect(start(watch)).resolves.toBe('STARTED')
  expect(requests).toEqual([{ stateMachineArn, name: operationId, input: expect.any(String) }])
  expect(JSON.parse(requests[0]?.input ?? '')).toEqual(executionInput(watch))
})

test('a doubled event starts with the same name and the very same input', async () => {
  const reversedDetail = Object.fromEntries(Object.entries(detail).toReversed())
  const again = watchOf({ id: 'two', time: '2026-11-02T09:19:00Z' }, '2026-11-02T11:00:00.000Z', {
    ...reversedDetail,
    eventID: 'd5e9f3b2-a4c8-4e16-9b7d-8f2a3c4d5e6f',
  })
  await start(watch)
  await expect(start(again)).resolves.toBe('STARTED')
  expect(requests[1]).toEqual(requests[0])
})

test('an execution that exists is success', async () => {
  await start(watch)
  await expect(start({ ...watch, startedBy: null })).resolves.toBe('ALREADY_WATCHED')
})

describe('an operation that is swept again while its watch runs', () => {
  const swept = { flowOperationId: operationId, type: 'FLOW_FLUSH', status: 'IN_PROGRESS' }
  const scope = {
    firewallArn,
    availabilityZone: 'eu-west-1a',
    vpcEndpointAssociationArn: null,
    vpcEndpointId: null,
  }

  test.each(['2026-11-02T09:00:00.000Z', null])(
    'is watched already, or every sweep would count a lost event: its time is %s',
    async requestTimestamp => {
      const results: string[] = []
      for (let sweep = 0; sweep < 4; sweep += 1) {
        const now = new Date(nowMilliseconds).toISOString()
        // oxlint-disable-next-line no-await-in-loop -- one sweep comes after the other
        results.push(await start(recoveredWatch({ ...swept, requestTimestamp }, scope, now)))
        nowMilliseconds += 60_000
      }
      expect(results).toEqual(['STARTED', 'ALREADY_WATCHED', 'ALREADY_WATCHED', 'ALREADY_WATCHED'])
      expect(new Set(requests.map(({ name }) => name))).toEqual(new Set([operationId]))
    },
  )

  test.each([
    [30_000, 'STARTED'],
    [30_001, 'ALREADY_WATCHED'],
  ])('a start that lies %d ms back is %s', async (milliseconds, result) => {
    startedAtSeconds.set(operationId, (nowMilliseconds - milliseconds) / 1000)
    await expect(start(watch)).resolves.toBe(result)
  })

  test('clocks that differ a little make no watch an old one', async () => {
    startedAtSeconds.set(operationId, nowMilliseconds / 1000 - 5)
    await expect(start(watch)).resolves.toBe('STARTED')
  })
})

describe('everything else is an error', () => {
  test.each([
    ['ThrottlingException', 400, 'THROTTLED'],
    ['ExecutionLimitExceeded', 400, 'PERMANENT'],
    ['StateMachineDoesNotExist', 400, 'PERMANENT'],
    ['AccessDeniedException', 400, 'ACCESS_DENIED'],
    ['InternalFailure', 500, 'TRANSIENT'],
  ])('%s', async (errorType, httpStatus, kind) => {
    plannedError = { errorType, httpStatus }
    const error = await rejectionOf(ServiceError, start(watch))
    expect(error).toMatchObject({ kind, serviceErrorName: errorType })
  })
})

test('an answer that does not tell its time is a start too', async () => {
  server.answerWith(() => answer(200, {}))
  await expect(start(watch)).resolves.toBe('STARTED')
})
