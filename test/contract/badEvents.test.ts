/** Bad events: exit code 2, exactly one line on standard error, nothing sent. */
import { describe, jest, test } from '@jest/globals'
import { OPERATION_ID, REQUEST, RESPONSE, refusedEvent, startEvent } from './fixtures.ts'
import type { JsonObject } from './json.ts'
import { command, replay } from './scenario.ts'

jest.setTimeout(180_000)

const request = (over: JsonObject): JsonObject => startEvent({ requestParameters: { ...REQUEST, ...over } })
const response = (over: JsonObject): JsonObject => startEvent({ responseElements: { ...RESPONSE, ...over } })
const foreign = (firewallArn: string): JsonObject =>
  startEvent({
    requestParameters: { ...REQUEST, firewallArn },
    responseElements: { ...RESPONSE, firewallArn },
  })

describe('not an event at all', () => {
  test.concurrent.each<[string, string]>([
    ['no input', ''],
    ['blank', ' \n'],
    ['not JSON', 'StartFlowFlush'],
    ['half of the JSON', JSON.stringify(startEvent()).slice(0, 400)],
    ['two events', `${JSON.stringify(startEvent())}\n${JSON.stringify(startEvent())}`],
    ['an array', JSON.stringify([startEvent()])],
    ['null', 'null'],
    ['a number', '42'],
    ['a string', '"StartFlowFlush"'],
    ['an empty object', '{}'],
    ['nested 200,000 deep', '['.repeat(200_000)],
    ['nested 200,000 deep and closed', `{"detail":${'{"a":'.repeat(200_000)}1${'}'.repeat(200_000)}}`],
    ['a body of 5 MB', JSON.stringify({ ...startEvent(), padding: 'x'.repeat(5_000_000) })],
    ['all members inherited from __proto__', `{"__proto__":${JSON.stringify(startEvent())}}`],
    [
      'a detail inherited from __proto__',
      JSON.stringify(startEvent({ envelope: {} })).replace('"detail":{', '"detail":{"__proto__":{') + '}',
    ],
  ])('%s', async (_name, event) => {
    ;(await replay({ event })).expectRefusedToRun()
  })

  test.concurrent('bytes that are not UTF-8', async () => {
    ;(await replay({ run: { stdin: new Uint8Array([0xff, 0xfe, 0x00, 0x80]) } })).expectRefusedToRun()
  })

  test.concurrent('a file that does not exist: the line names it', async () => {
    ;(await command(['replay', 'absent.json', '--no-wait', '--json'])).expectRefusedToRun(/absent\.json/)
  })

  test.concurrent('a directory', async () => {
    ;(await command(['replay', '.', '--no-wait', '--json'])).expectRefusedToRun()
  })
})

describe('another event; the line says where it is wrong', () => {
  test.concurrent.each<[string, JsonObject, RegExp]>([
    ['wrong source', startEvent({ envelope: { source: 'aws.ec2' } }), /source/],
    [
      'wrong detail-type',
      startEvent({ envelope: { 'detail-type': 'AWS Service Event via CloudTrail' } }),
      /detail-type/,
    ],
    ['wrong eventName', startEvent({ detail: { eventName: 'DescribeFlowOperation' } }), /eventName/],
    ['eventName of another case', startEvent({ detail: { eventName: 'startflowflush' } }), /eventName/],
    ['eventName that every object has', startEvent({ detail: { eventName: 'constructor' } }), /eventName/],
    ['detail is null', { ...startEvent(), detail: null }, /detail/],
    ['detail is a text', { ...startEvent(), detail: JSON.stringify(startEvent()['detail']) }, /detail/],
    ['detail is an array', { ...startEvent(), detail: [] }, /detail/],
  ])('%s', async (_name, event, where) => {
    ;(await replay({ event })).expectRefusedToRun(where)
  })
})

describe('malformed ids and ARNs', () => {
  test.concurrent.each<[string, JsonObject]>([
    ['an operation id in upper case', response({ flowOperationId: OPERATION_ID.toUpperCase() })],
    ['an operation id of 35 characters', response({ flowOperationId: OPERATION_ID.slice(1) })],
    ['an operation id with a line break', response({ flowOperationId: `${OPERATION_ID}\n` })],
    ['an operation id that is a path', response({ flowOperationId: '../../../../../../../../../../../etc' })],
    ['an operation id that is a number', response({ flowOperationId: 42 })],
    ['an operation id that is an object', response({ flowOperationId: { $ne: null } })],
    ['a firewall ARN that is none', foreign('edge')],
    ['a firewall ARN of another service', foreign('arn:aws:s3:::bucket/edge')],
    ['a firewall ARN with a line break', foreign(`${String(REQUEST['firewallArn'])}\n`)],
    ['a firewall ARN of 300 characters', foreign(`${String(REQUEST['firewallArn'])}${'x'.repeat(250)}`)],
    [
      'no firewall ARN at all',
      startEvent({ requestParameters: {}, responseElements: { flowOperationId: OPERATION_ID } }),
    ],
    [
      'a VPC endpoint id that is none',
      request({ availabilityZone: null, vpcEndpointId: 'eni-123 <!channel>' }),
    ],
    [
      'an association ARN that is none',
      request({ availabilityZone: null, vpcEndpointAssociationArn: 'association' }),
    ],
  ])('%s', async (_name, event) => {
    ;(await replay({ event })).expectRefusedToRun()
  })
})

describe('a firewall whose account or Region is not the event’s', () => {
  test.concurrent.each<[string, JsonObject]>([
    ['another account', foreign('arn:aws:network-firewall:eu-west-1:999999999999:firewall/edge')],
    ['another Region', foreign('arn:aws:network-firewall:us-east-1:123456789012:firewall/edge')],
    [
      'another account on a refused start',
      refusedEvent({
        requestParameters: {
          ...REQUEST,
          firewallArn: 'arn:aws:network-firewall:eu-west-1:999999999999:firewall/edge',
        },
      }),
    ],
  ])('%s', async (_name, event) => {
    ;(await replay({ event })).expectRefusedToRun()
  })
})
