import { describe, expect, test } from '@jest/globals'
import { networkFirewallFirewalls } from '../../functions/adapters/firewalls.ts'
import { ServiceError } from '../../functions/domain/serviceError.ts'
import type { Firewalls } from '../../functions/ports.ts'
import type { NetworkFirewallOperation } from '../../local/model/networkFirewall.ts'
import { useLocalAws } from '../local/model/localAwsFixture.ts'
import { firewallClient } from '../local/model/networkFirewallFixture.ts'
import { jsonAnswer, wholeFirewall } from './support/networkFirewallCalls.ts'
import { rejectionOf } from './support/rejection.ts'
import { firewallArn } from './support/reports.ts'

const fixture = useLocalAws()
const firewalls = (): Firewalls => networkFirewallFirewalls(firewallClient(fixture().local))
const sent = () => fixture().local.requests.map(({ operation, body }) => ({ operation, body }))
const arnOf = (name: string) => firewallArn.replace(/edge$/u, name)
const associationOf = (name: string) =>
  `arn:aws:network-firewall:eu-west-1:123456789012:vpc-endpoint-association/${name}`

function answer(operation: NetworkFirewallOperation, body: object): void {
  fixture().local.networkFirewall.failNext({ operation, fault: jsonAnswer(body) })
}

function addFirewall(name = 'edge', associations: readonly string[] = []): void {
  fixture().local.networkFirewall.addFirewall({
    firewallArn: arnOf(name),
    endpointIdByZone: { 'eu-west-1a': 'vpce-0aaa', 'eu-west-1b': 'vpce-0bbb' },
    vpcEndpointAssociationArns: associations.map(associationOf),
  })
}

describe('the firewalls of the account', () => {
  test('are listed to the last page, the size of each page named', async () => {
    for (let index = 0; index < 230; index += 1) addFirewall(`firewall-${index}`)
    const arns = await firewalls().arns()
    expect(arns.toSorted()).toEqual(
      Array.from({ length: 230 }, (_, index) => arnOf(`firewall-${index}`)).toSorted(),
    )
    expect(sent().map(({ operation }) => operation)).toEqual(Array(3).fill('ListFirewalls'))
    expect(sent()[0]?.body).toEqual({ MaxResults: 100 })
    for (const { body } of sent().slice(1)) {
      expect(body).toEqual({ MaxResults: 100, NextToken: expect.any(String) })
    }
  })

  test('may be none', async () => {
    await expect(firewalls().arns()).resolves.toEqual([])
  })

  test.each([{}, { Firewalls: [] }, { Firewalls: [], NextToken: '' }, { Firewalls: [{}] }])(
    'are none where the answer is %j',
    async body => {
      answer('ListFirewalls', body)
      await expect(firewalls().arns()).resolves.toEqual([])
      expect(sent()).toHaveLength(1)
    },
  )

  test('are those of all partitions; other kinds have no flow operations', async () => {
    const kept = [
      arnOf('edge'),
      'arn:aws-cn:network-firewall:cn-north-1:123456789012:firewall/edge',
      'arn:aws-us-gov:network-firewall:us-gov-west-1:123456789012:firewall/edge',
    ]
    const others = [
      'arn:aws:network-firewall:eu-west-1:123456789012:igw-firewall/edge',
      'arn:aws:network-firewall:eu-west-1:123456789012:firewall-policy/edge',
      'arn:aws:network-firewall:eu-west-1:123456789012:proxy/edge',
      undefined,
    ]
    answer('ListFirewalls', {
      Firewalls: [...others, ...kept].map(FirewallArn => ({ FirewallName: 'edge', FirewallArn })),
    })
    await expect(firewalls().arns()).resolves.toEqual(kept)
  })
})

describe('the scopes of a firewall', () => {
  test('are its zones, its primary endpoints and the firewall as a whole, and its endpoint associations', async () => {
    addFirewall('edge', ['one', 'two'])
    addFirewall('inner', ['three'])
    const scopes = [
      ...(await firewalls().scopes(firewallArn)),
      ...(await firewalls().associationScopes(firewallArn)),
    ]
    expect(scopes).toEqual([
      { ...wholeFirewall, availabilityZone: 'eu-west-1a' },
      { ...wholeFirewall, availabilityZone: 'eu-west-1b' },
      { ...wholeFirewall, vpcEndpointId: 'vpce-0aaa' },
      { ...wholeFirewall, vpcEndpointId: 'vpce-0bbb' },
      wholeFirewall,
      { ...wholeFirewall, vpcEndpointAssociationArn: associationOf('one') },
      { ...wholeFirewall, vpcEndpointAssociationArn: associationOf('two') },
    ])
    expect(sent()).toEqual([
      { operation: 'DescribeFirewall', body: { FirewallArn: firewallArn } },
      { operation: 'ListVpcEndpointAssociations', body: { FirewallArn: firewallArn, MaxResults: 100 } },
    ])
  })

  test('hold the associations of every page', async () => {
    const names = Array.from({ length: 250 }, (_, index) => `association-${index}`)
    addFirewall('edge', names)
    const scopes = await firewalls().associationScopes(firewallArn)
    const found = scopes.flatMap(({ vpcEndpointAssociationArn: arn }) => (arn === null ? [] : [arn]))
    expect(found.toSorted()).toEqual(names.map(associationOf).toSorted())
    const pages = sent().filter(({ operation }) => operation === 'ListVpcEndpointAssociations')
    expect(pages).toHaveLength(3)
    for (const { body } of pages) expect(body).toMatchObject({ FirewallArn: firewallArn, MaxResults: 100 })
    expect(new Set(pages.map(({ body }) => body['NextToken'])).size).toBe(3)
  })

  test('hold a zone whose endpoint is still being made, without that', async () => {
    fixture().local.networkFirewall.addFirewall({
      firewallArn,
      endpointIdByZone: { 'eu-west-1a': null },
    })
    await expect(firewalls().scopes(firewallArn)).resolves.toEqual([
      { ...wholeFirewall, availabilityZone: 'eu-west-1a' },
      wholeFirewall,
    ])
  })

  test.each([
    {},
    { FirewallStatus: {} },
    { FirewallStatus: { SyncStates: {} } },
    { Firewall: { FirewallArn: firewallArn } },
  ])('are the firewall as a whole where its status says nothing: %j', async body => {
    answer('DescribeFirewall', body)
    answer('ListVpcEndpointAssociations', {})
    await expect(firewalls().scopes(firewallArn)).resolves.toEqual([wholeFirewall])
  })

  test.each([{}, { Attachment: {} }, { Attachment: { Status: 'CREATING' } }])(
    'hold a zone of which only the name is told: %j',
    async state => {
      answer('DescribeFirewall', { FirewallStatus: { SyncStates: { 'eu-west-1a': state } } })
      answer('ListVpcEndpointAssociations', { VpcEndpointAssociations: [{}] })
      await expect(firewalls().scopes(firewallArn)).resolves.toEqual([
        { ...wholeFirewall, availabilityZone: 'eu-west-1a' },
        wholeFirewall,
      ])
    },
  )
})

describe('a failure', () => {
  const calls: Readonly<Record<string, () => Promise<unknown>>> = {
    ListFirewalls: () => firewalls().arns(),
    DescribeFirewall: () => firewalls().scopes(firewallArn),
    ListVpcEndpointAssociations: () => firewalls().associationScopes(firewallArn),
  }
  const operations = Object.keys(calls) as NetworkFirewallOperation[]
  const kinds = [
    ['ThrottlingException', 400, 'THROTTLED'],
    ['InternalServerError', 500, 'TRANSIENT'],
    ['AccessDeniedException', 400, 'ACCESS_DENIED'],
    ['InvalidRequestException', 400, 'INVALID_REQUEST'],
    ['ResourceNotFoundException', 400, 'NOT_FOUND'],
  ] as const
  const cases = operations.flatMap(operation => kinds.map(kind => [operation, ...kind] as const))

  test.each(cases)(
    'of %s is met once, and told in our own words: %s',
    async (operation, errorType, httpStatus, kind) => {
      addFirewall()
      fixture().local.networkFirewall.failNext({
        operation,
        fault: { kind: 'aws-error', httpStatus, errorType, message: 'why' },
        times: Infinity,
      })
      const error = await rejectionOf(ServiceError, calls[operation]?.() ?? Promise.resolve())
      expect(error).toMatchObject({ kind, serviceErrorName: errorType })
      expect(sent().filter(call => call.operation === operation)).toHaveLength(1)
    },
  )

  test('on a later page is one of the whole list', async () => {
    answer('ListFirewalls', { Firewalls: [{ FirewallArn: firewallArn }], NextToken: 'more' })
    fixture().local.networkFirewall.failNext({
      operation: 'ListFirewalls',
      fault: { kind: 'aws-error', httpStatus: 400, errorType: 'ThrottlingException', message: 'why' },
    })
    await expect(rejectionOf(ServiceError, firewalls().arns())).resolves.toMatchObject({ kind: 'THROTTLED' })
  })

  test('of a firewall that is gone says so', async () => {
    await expect(rejectionOf(ServiceError, firewalls().scopes(firewallArn))).resolves.toMatchObject({
      kind: 'NOT_FOUND',
    })
  })

  test('is a list without an end: it is not taken for a whole one', async () => {
    fixture().local.networkFirewall.failNext({
      operation: 'ListFirewalls',
      fault: jsonAnswer({ Firewalls: [{ FirewallArn: firewallArn }], NextToken: 'more' }),
      times: Infinity,
    })
    await expect(firewalls().arns()).rejects.toThrow('EndlessList')
  })
})
