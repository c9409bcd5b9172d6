import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { InvalidEventError } from '../../functions/domain/errors.ts'
import {
  identifiedStart,
  identifier,
  isFlowOperationId,
  parseTriggerEvent,
  type UnidentifiedStart,
  unidentifiableStart,
} from '../../functions/domain/triggerEvent.ts'
import type { WatchRequest } from '../../functions/domain/watchRequest.ts'
import {
  accountId,
  associationArn,
  type EventChange,
  eventId,
  firewallArn,
  type JsonObject,
  operationId,
  pascalCaseStartEvent,
  refusedEvent,
  startEvent,
  startedAt,
} from '../support/builders.ts'

const now = '2026-11-02T09:20:00.000Z'
const endpoint = { availabilityZone: undefined }

function watchOf(event: unknown): WatchRequest {
  const trigger = parseTriggerEvent(event, now)
  if ('watch' in trigger) return trigger.watch
  throw new Error('the event did not name its operation')
}

function unidentifiedOf(event: unknown): UnidentifiedStart {
  const trigger = parseTriggerEvent(event, now)
  if ('unidentified' in trigger) return trigger.unidentified
  throw new Error('the event named its operation')
}

function rejectionOf(event: unknown): string {
  try {
    parseTriggerEvent(event, now)
  } catch (error) {
    if (error instanceof InvalidEventError) return error.message
    throw error
  }
  throw new Error('the event was accepted')
}

describe('an accepted start', () => {
  test('becomes a watch named by its operation, with every fact of the event', () => {
    expect(watchOf(startEvent())).toEqual({
      kind: 'ACCEPTED_START',
      watchKey: operationId,
      flowOperationId: operationId,
      flowOperationType: 'FLOW_FLUSH',
      firewallArn,
      availabilityZone: 'eu-west-1a',
      vpcEndpointAssociationArn: null,
      vpcEndpointId: null,
      accountId,
      region: 'eu-west-1',
      startedAt,
      startedBy: {
        type: 'AssumedRole',
        name: 'NetOps',
        arn: 'arn:aws:sts::123456789012:assumed-role/NetOps/dana',
        accountId,
        sourceIp: '203.0.113.10',
        userAgent: 'aws-cli/2',
        invokedBy: null,
      },
      watchedSince: startedAt,
      refusal: null,
      lookUpFailure: null,
      recoveredLate: false,
      slotHolder: null,
      availabilityZoneId: null,
    })
  })

  test('a zone that is named by its id is a selector too', () => {
    const request = { availabilityZone: undefined, availabilityZoneId: 'euw1-az1' }
    expect(watchOf(startEvent({ request }))).toMatchObject({
      availabilityZone: null,
      availabilityZoneId: 'euw1-az1',
    })
  })

  test('StartFlowCapture is a capture', () => {
    const watch = watchOf(startEvent({ detail: { eventName: 'StartFlowCapture' } }))
    expect(watch.flowOperationType).toBe('FLOW_CAPTURE')
  })

  test('keys in Pascal case mean the same', () => {
    expect(watchOf(pascalCaseStartEvent())).toEqual(watchOf(startEvent()))
  })

  test.each<[string, JsonObject, Partial<WatchRequest>]>([
    ['no selector', endpoint, {}],
    ['a zone', { availabilityZone: 'eu-west-1b' }, { availabilityZone: 'eu-west-1b' }],
    ['an endpoint', { ...endpoint, vpcEndpointId: 'vpce-0a1B' }, { vpcEndpointId: 'vpce-0a1B' }],
    [
      'an association',
      { ...endpoint, vpcEndpointAssociationArn: associationArn },
      { vpcEndpointAssociationArn: associationArn },
    ],
  ])('with %s: the selectors stand unchanged in the watch', (_name, request, selectors) => {
    const { availabilityZone, vpcEndpointId, vpcEndpointAssociationArn } = watchOf(startEvent({ request }))
    expect({ availabilityZone, vpcEndpointId, vpcEndpointAssociationArn }).toEqual({
      availabilityZone: null,
      vpcEndpointId: null,
      vpcEndpointAssociationArn: null,
      ...selectors,
    })
  })

  test.each<[string, string]>([
    ['China', 'arn:aws-cn:network-firewall:cn-north-1:123456789012:firewall/edge'],
    ['GovCloud', 'arn:aws-us-gov:network-firewall:us-gov-west-1:123456789012:firewall/edge'],
    ['an isolated Region', 'arn:aws-iso-b:network-firewall:us-isob-east-1:123456789012:firewall/edge'],
  ])('the partition of %s is accepted', (_name, arn) => {
    const region = arn.split(':')[3] ?? ''
    const event = startEvent({
      envelope: { region },
      detail: { awsRegion: region },
      request: { firewallArn: arn },
      response: { firewallArn: arn },
    })
    expect(watchOf(event)).toMatchObject({ firewallArn: arn, region })
  })

  test('the ARN of the response stands in for the one of the request', () => {
    expect(watchOf(startEvent({ request: null })).firewallArn).toBe(firewallArn)
  })

  test('numbers as text and text as numbers are understood', () => {
    const event = startEvent({
      envelope: { account: Number(accountId) },
      request: { minimumFlowAgeInSeconds: '60' },
    })
    expect(watchOf(event).accountId).toBe(accountId)
  })

  test.each<[string, EventChange]>([
    ['no account in the envelope', { envelope: { account: undefined } }],
    ['an empty account in the envelope', { envelope: { account: '' } }],
    ['no awsRegion', { detail: { awsRegion: undefined } }],
    ['no Region in the envelope', { envelope: { region: undefined } }],
    ['no eventSource', { detail: { eventSource: undefined } }],
    ['another eventVersion', { detail: { eventVersion: '9.99' } }],
    ['no eventID', { detail: { eventID: undefined } }],
    ['an empty errorCode', { detail: { errorCode: '' } }],
    ['a null errorCode', { detail: { errorCode: null } }],
    ['unknown members', { envelope: { more: [1] }, detail: { tlsDetails: {} }, request: { another: 1 } }],
  ])('%s changes nothing', (_name, change) => {
    expect(watchOf(startEvent(change))).toEqual(watchOf(startEvent()))
  })

  test.each<[string, EventChange, string | null]>([
    ['eventTime is the start', {}, startedAt],
    [
      'a time with an offset is told in UTC',
      { detail: { eventTime: '2026-11-02T10:15:02+01:00' } },
      startedAt,
    ],
    [
      'without eventTime the envelope tells it',
      { detail: { eventTime: undefined } },
      '2026-11-02T09:15:04.000Z',
    ],
    [
      'an unreadable eventTime counts as none',
      { detail: { eventTime: 'yesterday' } },
      '2026-11-02T09:15:04.000Z',
    ],
    ['without any time it is unknown', { detail: { eventTime: 7 }, envelope: { time: '' } }, null],
  ])('start time: %s', (_name, change, expected) => {
    const watch = watchOf(startEvent(change))
    expect(watch.startedAt).toBe(expected)
    expect(watch.watchedSince).toBe(expected ?? now)
  })

  test.each<[string, unknown]>([
    ['missing', undefined],
    ['null', null],
    ['a text', 'Root'],
    ['an array', []],
  ])('userIdentity %s is no error', (_name, userIdentity) => {
    expect(watchOf(startEvent({ detail: { userIdentity } })).startedBy).toBeNull()
  })
})

describe('an accepted start whose response is missing', () => {
  test.each<[string, EventChange]>([
    ['null', { response: null }],
    ['not an object', { detail: { responseElements: 'none' } }],
    ['without the operation id', { response: { flowOperationId: undefined } }],
    ['with an empty operation id', { response: { flowOperationId: '' } }],
    ['with a null operation id', { response: { flowOperationId: null } }],
  ])('%s: the operation has to be asked for with the same selectors', (_name, change) => {
    expect(unidentifiedOf(startEvent(change))).toMatchObject({
      kind: 'ACCEPTED_START',
      firewallArn,
      flowOperationType: 'FLOW_FLUSH',
      availabilityZone: 'eu-west-1a',
      vpcEndpointId: null,
      vpcEndpointAssociationArn: null,
      refusal: null,
    })
  })

  test('once named it is the watch that the response would have made', () => {
    const start = unidentifiedOf(startEvent({ response: null }))
    expect(identifiedStart(start, operationId)).toEqual(watchOf(startEvent()))
  })
})

describe('a refused start', () => {
  test('is known by the CloudTrail event id, since it has no operation', () => {
    expect(watchOf(refusedEvent())).toMatchObject({
      kind: 'REFUSED_START',
      watchKey: eventId,
      flowOperationId: null,
      firewallArn,
      availabilityZone: 'eu-west-1a',
      refusal: {
        errorCode: 'ThrottlingException',
        errorMessage: 'synthetic: another operation is running',
      },
    })
  })

  test('an errorCode refuses even where a response stands', () => {
    const watch = watchOf(startEvent({ detail: { errorCode: 'AccessDenied' } }))
    expect(watch).toMatchObject({ kind: 'REFUSED_START', flowOperationId: null })
    expect(watch.refusal).toEqual({ errorCode: 'AccessDenied', errorMessage: null })
  })

  test('requestParameters may be null: then the firewall is unknown', () => {
    const watch = watchOf(refusedEvent({ request: null }))
    expect(watch).toMatchObject({ kind: 'REFUSED_START', firewallArn: null, availabilityZone: null })
  })

  test('keys in Pascal case mean the same', () => {
    expect(watchOf(pascalCaseStartEvent({ detail: { errorCode: 'X' }, response: null }))).toEqual(
      watchOf(startEvent({ detail: { errorCode: 'X' }, response: null })),
    )
  })

  test('without eventID the id of the envelope names it', () => {
    const watch = watchOf(refusedEvent({ detail: { eventID: undefined } }))
    expect(watch.watchKey).toBe('6a7e8feb-b491-4cf7-a9f1-bf3703467718')
  })

  test('without any id it is a bad event', () => {
    const event = refusedEvent({ detail: { eventID: undefined }, envelope: { id: undefined } })
    expect(rejectionOf(event)).toBe('detail.eventID is missing: a refused start is known by it')
  })

  test('its texts are cut, since both go into the state', () => {
    const event = refusedEvent({ detail: { errorCode: 'E'.repeat(5000), errorMessage: 'm'.repeat(5000) } })
    expect(watchOf(event).refusal).toEqual({ errorCode: 'E'.repeat(256), errorMessage: 'm'.repeat(1024) })
  })
})

describe('a bad event says what is wrong and where', () => {
  test.each<[string, unknown, string]>([
    ['a text', 'event', 'the event is not a JSON object'],
    ['null', null, 'the event is not a JSON object'],
    ['an array', [startEvent()], 'the event is not a JSON object'],
    ['nothing', undefined, 'the event is not a JSON object'],
    ['an empty object', {}, 'source is missing, expected "aws.network-firewall"'],
    [
      'another source',
      startEvent({ envelope: { source: 'aws.ec2' } }),
      'source is "aws.ec2", expected "aws.network-firewall"',
    ],
    [
      'another detail-type',
      startEvent({ envelope: { 'detail-type': 'Scheduled Event' } }),
      'detail-type is "Scheduled Event", expected "AWS API Call via CloudTrail"',
    ],
    [
      'no detail',
      startEvent({ envelope: { detail: undefined } }),
      'detail is missing: a CloudTrail record is expected there',
    ],
    [
      'detail as a text',
      startEvent({ envelope: { detail: '{}' } }),
      'detail is missing: a CloudTrail record is expected there',
    ],
    [
      'another eventSource',
      startEvent({ detail: { eventSource: 'ec2.amazonaws.com' } }),
      'detail.eventSource is "ec2.amazonaws.com", expected "network-firewall.amazonaws.com"',
    ],
    [
      'no eventName',
      startEvent({ detail: { eventName: undefined } }),
      'detail.eventName is missing, expected StartFlowFlush or StartFlowCapture',
    ],
    [
      'another eventName',
      startEvent({ detail: { eventName: 'DescribeFlowOperation' } }),
      'detail.eventName is "DescribeFlowOperation", expected StartFlowFlush or StartFlowCapture',
    ],
    [
      'an eventName that every object has',
      startEvent({ detail: { eventName: 'constructor' } }),
      'detail.eventName is "constructor", expected StartFlowFlush or StartFlowCapture',
    ],
    [
      'an eventName that is no text',
      startEvent({ detail: { eventName: ['StartFlowFlush'] } }),
      'detail.eventName is ["StartFlowFlush"], expected StartFlowFlush or StartFlowCapture',
    ],
    [
      'an accepted start without a firewall',
      startEvent({ request: { firewallArn: undefined }, response: { firewallArn: undefined } }),
      'detail.requestParameters.firewallArn is missing',
    ],
    [
      'a firewall of another Region',
      startEvent({ detail: { awsRegion: 'us-east-1' } }),
      'firewallArn is of Region eu-west-1, but the event is of us-east-1',
    ],
    [
      'a firewall of another account',
      startEvent({ envelope: { account: '210987654321' } }),
      'firewallArn is of account 123456789012, but the event is of 210987654321',
    ],
    [
      'a firewall of another account than the recipient',
      startEvent({ envelope: { account: undefined }, detail: { recipientAccountId: '210987654321' } }),
      'firewallArn is of account 123456789012, but the event is of 210987654321',
    ],
    [
      'a refused start of a foreign firewall',
      refusedEvent({ envelope: { account: '210987654321' } }),
      'firewallArn is of account 123456789012, but the event is of 210987654321',
    ],
  ])('%s', (_name, event, message) => {
    expect(rejectionOf(event)).toBe(message)
  })

  test.each<[string, string, EventChange]>([
    ['account', 'account is "12345": not a valid account', { envelope: { account: '12345' } }],
    [
      'recipientAccountId',
      'recipientAccountId is "x": not a valid account',
      { envelope: { account: undefined }, detail: { recipientAccountId: 'x' } },
    ],
    [
      'awsRegion',
      'detail.awsRegion is "eu-west-1.example": not a valid region',
      { detail: { awsRegion: 'eu-west-1.example' } },
    ],
    [
      'region',
      'region is "EU": not a valid region',
      { envelope: { region: 'EU' }, detail: { awsRegion: undefined } },
    ],
    [
      'zone',
      'detail.requestParameters.availabilityZone is "eu west": not a valid availabilityZone',
      { request: { availabilityZone: 'eu west' } },
    ],
    [
      'endpoint',
      'detail.requestParameters.vpcEndpointId is "vpc-1": not a valid vpcEndpointId',
      { request: { vpcEndpointId: 'vpc-1' } },
    ],
    [
      'association',
      'detail.requestParameters.vpcEndpointAssociationArn is "x": not a valid vpcEndpointAssociationArn',
      { request: { vpcEndpointAssociationArn: 'x' } },
    ],
    [
      'firewall of the response',
      'detail.responseElements.firewallArn is "x": not a valid firewallArn',
      { request: { firewallArn: undefined }, response: { firewallArn: 'x' } },
    ],
    [
      'operation id as an object',
      'detail.responseElements.flowOperationId is {"$ne":null}: not a valid flowOperationId',
      { response: { flowOperationId: { $ne: null } } },
    ],
  ])('%s: %s', (_name, message, change) => {
    expect(rejectionOf(startEvent(change))).toBe(message)
  })

  test('an id of a refused start that could not name an execution', () => {
    expect(rejectionOf(refusedEvent({ detail: { eventID: 'a/b' } }))).toBe(
      'detail.eventID is "a/b": not a valid eventId',
    )
  })

  test.each<[string, unknown]>([
    ['upper case', operationId.toUpperCase()],
    ['35 characters', operationId.slice(1)],
    ['37 characters', `${operationId}0`],
    ['a line break behind it', `${operationId}\n`],
    ['a path', `../${operationId}`],
    ['a number', 42],
    ['an array', [operationId]],
    ['a boolean', true],
  ])('an operation id in %s', (_name, flowOperationId) => {
    expect(rejectionOf(startEvent({ response: { flowOperationId } }))).toMatch(
      /^detail\.responseElements\.flowOperationId is .+: not a valid flowOperationId$/u,
    )
  })

  test.each<[string, string]>([
    ['another service', firewallArn.replace('network-firewall', 'ec2')],
    ['another resource', firewallArn.replace('firewall/', 'firewall-policy/')],
    ['no name', firewallArn.replace('edge', '')],
    ['white space in the name', `${firewallArn} x`],
    ['a line break behind it', `${firewallArn}\n`],
    ['a path in the name', `${firewallArn}/x`],
    ['no partition', firewallArn.replace('arn:aws', 'arn:')],
    ['no Region', firewallArn.replace('eu-west-1', '')],
    ['more than 256 characters', firewallArn + 'e'.repeat(257)],
  ])('a firewall ARN with %s', (_name, arn) => {
    expect(rejectionOf(startEvent({ request: { firewallArn: arn } }))).toMatch(
      /^detail\.requestParameters\.firewallArn is .+: not a valid firewallArn$/u,
    )
  })

  test('foreign text is quoted short, in one line and inert', () => {
    const message = rejectionOf(startEvent({ detail: { eventName: `\u001b[2J\n\u202e${'é'.repeat(500)}` } }))
    expect(message).toMatch(/^detail\.eventName is "[\x20-\x7e]{79}…, expected StartFlow/u)
  })
})

describe('identifiers', () => {
  test('an absent, null or empty identifier is null', () => {
    for (const region of [undefined, null, '']) expect(identifier('region', 'region', { region })).toBeNull()
  })

  test('own members only: a prototype gives nothing', () => {
    const parent = JSON.parse('{"__proto__":{"region":"eu-west-1"}}') as JsonObject
    expect(identifier('region', 'region', parent)).toBeNull()
    expect(identifier('region', 'region', Object.create({ region: 'eu-west-1' }) as JsonObject)).toBeNull()
  })

  test('every lower-case UUID is an operation id, and nothing else is', () => {
    fc.assert(fc.property(fc.uuid(), id => isFlowOperationId(id)))
    fc.assert(
      fc.property(fc.string(), text => !isFlowOperationId(text)),
      { examples: [[`${operationId} `], [operationId.replaceAll('-', '')]] },
    )
  })
})

describe('for all inputs', () => {
  const hostileKeys = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'] as const
  const members = [
    'source',
    'detail',
    'account',
    'region',
    'time',
    'id',
    'eventName',
    'eventSource',
    'awsRegion',
    'errorCode',
    'errorMessage',
    'requestParameters',
    'responseElements',
    'userIdentity',
    'sessionContext',
    'firewallArn',
    'flowOperationId',
    'availabilityZone',
    'eventID',
    'eventTime',
  ] as const
  const anyKey = fc.oneof(
    fc.constantFrom(...hostileKeys),
    fc.constantFrom(...members),
    fc.constantFrom(...members).map(key => key.charAt(0).toUpperCase() + key.slice(1)),
    fc.string(),
  )
  const anyJson = fc.letrec<{ value: unknown; object: unknown }>(tie => ({
    value: fc.oneof({ maxDepth: 4 }, fc.jsonValue({ maxDepth: 1 }), tie('object')),
    // Through JSON text, so that `__proto__` becomes an own member, as in an event.
    object: fc
      .array(fc.tuple(anyKey, tie('value')), { maxLength: 6 })
      .map(
        entries =>
          JSON.parse(
            `{${entries.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(',')}}`,
          ) as unknown,
      ),
  })).value

  function outcomeOf(event: unknown): 'read' | 'rejected' {
    try {
      parseTriggerEvent(event, now)
      return 'read'
    } catch (error) {
      if (error instanceof InvalidEventError) {
        expect(error.message).toMatch(/^[\x20-\x7e…]{1,400}$/u)
        return 'rejected'
      }
      throw error
    }
  }

  test('any JSON is read or rejected in one printable line, never anything else', () => {
    fc.assert(
      fc.property(anyJson, event => {
        outcomeOf(event)
      }),
      { numRuns: 500 },
    )
  })

  test('so is a true event with any member replaced', () => {
    const places = fc.constantFrom('envelope', 'detail', 'request', 'response')
    fc.assert(
      fc.property(places, anyKey, anyJson, (place, key, value) => {
        outcomeOf(startEvent({ [place]: Object.fromEntries([[key, value]]) }))
        outcomeOf(refusedEvent({ [place]: Object.fromEntries([[key, value]]) }))
      }),
      { numRuns: 1000 },
    )
  })

  test('hostile keys anywhere leave a true event as it is, and every other object untouched', () => {
    for (const key of hostileKeys) {
      const hostile = JSON.parse(
        `{"${key}":{"errorCode":"X","flowOperationId":"evil","source":"x","polluted":true}}`,
      ) as JsonObject
      const event = startEvent({ envelope: hostile, detail: hostile, request: hostile, response: hostile })
      expect(watchOf(event)).toEqual(watchOf(startEvent()))
      expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
    }
  })

  test('whatever is watched has identifiers in the form of the API model', () => {
    fc.assert(
      fc.property(anyKey, anyJson, (key, value) => {
        const event = startEvent({ response: Object.fromEntries([[key, value]]) })
        if (outcomeOf(event) === 'rejected') return
        const trigger = parseTriggerEvent(event, now)
        if ('watch' in trigger) expect(trigger.watch.flowOperationId).toMatch(/^[0-9a-f-]{36}$/u)
      }),
    )
  })

  test('an event nested very deeply is rejected like any other bad event', () => {
    const deep = JSON.parse(`${'['.repeat(40_000)}${']'.repeat(40_000)}`) as unknown
    expect(rejectionOf(startEvent({ envelope: { source: deep } }))).toMatch(/nested deeper than 64 levels/u)
  })
})

describe('a refused start with an argument that is none', () => {
  test.each([
    ['firewallArn', 'arn:aws:network-firewall:eu-west-1:123456789012:firewall-policy/edge'],
    ['vpcEndpointId', 'vpc-123'],
    ['availabilityZone', 'eu west'],
    ['availabilityZone', { toString: 'x' }],
    ['vpcEndpointAssociationArn', 'x'],
  ])('is told all the same, the argument as absent: %s %j', (argument, value) => {
    const event = refusedEvent({ request: { [argument]: value } })
    expect(watchOf(event)).toMatchObject({ kind: 'REFUSED_START', [argument]: null })
  })

  test('but one for a firewall of somebody else stays a bad event', () => {
    const foreign = firewallArn.replace(accountId, '210987654321')
    expect(() => watchOf(refusedEvent({ request: { firewallArn: foreign } }))).toThrow(/of account/u)
  })
})

test('a start whose operation nobody could name is a watch known by its event', () => {
  const start = unidentifiedOf(startEvent({ response: null }))
  const lookUpFailure = { error: 'AccessDeniedException', message: 'synthetic' }
  const { eventId: _eventId, ...facts } = start
  expect(unidentifiableStart({ ...start, eventId }, lookUpFailure)).toEqual({
    ...facts,
    kind: 'UNIDENTIFIED_START',
    watchKey: eventId,
    flowOperationId: null,
    lookUpFailure,
  })
})

test.each([
  ['x'.repeat(78), `"${'x'.repeat(78)}"`],
  ['x'.repeat(79), `"${'x'.repeat(79)}…`],
])('foreign text in a refusal has 80 characters at most: %s', (source, quoted) => {
  expect(rejectionOf(startEvent({ envelope: { source } }))).toBe(
    `source is ${quoted}, expected "aws.network-firewall"`,
  )
})
