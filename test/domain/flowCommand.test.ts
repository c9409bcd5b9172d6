import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  describeCommand,
  isPlainZone,
  listCommand,
  startCommand,
} from '../../functions/domain/flowCommand.ts'
import type { FlowFilter, FlowOperationDetails } from '../../functions/domain/flowOperation.ts'
import { associationArn, firewallArn, operationId, report } from '../support/builders.ts'

type Target = Parameters<typeof startCommand>[2]
const nowhere: Target = {
  availabilityZone: null,
  availabilityZoneId: null,
  vpcEndpointId: null,
  vpcEndpointAssociationArn: null,
}
const zone: Target = { ...nowhere, availabilityZone: 'eu-west-1c' }
const filter: FlowFilter = {
  SourceAddress: { AddressDefinition: '10.1.0.0/16' },
  SourcePort: '1990:1994',
  DestinationAddress: { AddressDefinition: '2001:db8::/32' },
  DestinationPort: 'ANY',
  Protocols: ['6', 'UDP'],
}
const head = `--region eu-west-1 --firewall-arn ${firewallArn}`

function flush(details: FlowOperationDetails | null, target = zone, arn: string | null = firewallArn) {
  return startCommand('FLOW_FLUSH', arn, target, { details, omittedFilterCount: 0 })
}
const flushOf = (change: Partial<FlowFilter>) => flush({ FlowFilters: [{ ...filter, ...change }] })

describe('the command that starts an operation', () => {
  test('names all that the operation had, numbers its protocols, and quotes each filter', () => {
    expect(flush({ MinimumFlowAgeInSeconds: 60, FlowFilters: [filter, { Protocols: ['47'] }] })).toBe(
      `aws network-firewall start-flow-flush ${head} --availability-zone eu-west-1c --minimum-flow-age-in-seconds 60 --flow-filters "SourceAddress={AddressDefinition=10.1.0.0/16},DestinationAddress={AddressDefinition=2001:db8::/32},SourcePort=1990:1994,DestinationPort=ANY,Protocols=6,17" "Protocols=47"`,
    )
  })

  test('is of the right kind', () => {
    const selection = { details: { FlowFilters: [filter] }, omittedFilterCount: 0 }
    expect(startCommand('FLOW_CAPTURE', firewallArn, zone, selection)).toMatch(/ start-flow-capture /u)
  })

  test.each([
    [nowhere, ''],
    [zone, ' --availability-zone eu-west-1c'],
    [{ ...zone, availabilityZoneId: 'euw1-az1' }, ' --availability-zone-id euw1-az1'],
    [{ ...nowhere, availabilityZoneId: 'euw1-az1' }, ' --availability-zone-id euw1-az1'],
    [{ ...nowhere, availabilityZoneId: 'usw2-lax1-az1' }, ' --availability-zone-id usw2-lax1-az1'],
    [{ ...zone, vpcEndpointId: 'vpce-0a1b' }, ' --vpc-endpoint-id vpce-0a1b'],
    [
      { ...zone, vpcEndpointAssociationArn: associationArn },
      ` --vpc-endpoint-association-arn ${associationArn}`,
    ],
  ])('selects one thing: %j', (target, option) => {
    expect(flush({ FlowFilters: [{ Protocols: ['6'] }] }, target)).toBe(
      `aws network-firewall start-flow-flush ${head}${option} --flow-filters "Protocols=6"`,
    )
  })

  test.each([
    ['aws-cn', 'cn-north-1'],
    ['aws-us-gov', 'us-gov-west-1'],
    ['aws-iso-b', 'us-isob-east-1'],
  ])('knows the Region of %s', (partition, region) => {
    const arn = `arn:${partition}:network-firewall:${region}:123456789012:firewall/edge`
    expect(flush({ FlowFilters: [filter] }, zone, arn)).toContain(
      ` --region ${region} --firewall-arn ${arn} `,
    )
  })

  test('of unknown, of no, of too many and of incomplete filters there is none', () => {
    expect(flush(null)).toBeNull()
    expect(flush({})).toBeNull()
    expect(flush({ FlowFilters: [] })).toBeNull()
    expect(flush({ FlowFilters: [{}] })).toBeNull()
    expect(
      flush({ FlowFilters: Array.from({ length: 20 }, () => ({ DestinationPort: '1' })) }),
    ).not.toBeNull()
    expect(flush({ FlowFilters: Array.from({ length: 21 }, () => ({ DestinationPort: '1' })) })).toBeNull()
    const selection = { details: { FlowFilters: [filter] }, omittedFilterCount: 1 }
    expect(startCommand('FLOW_FLUSH', firewallArn, zone, selection)).toBeNull()
  })

  test('of 700 characters is shown, of one more not', () => {
    const ofLength = (length: number) => {
      const arn = (name: string) => firewallArn.replace('edge', name)
      const filters = Array.from({ length: 20 }, () => ({ DestinationPort: '1' }))
      const bare = flush({ FlowFilters: filters }, zone, arn('x'))?.length ?? 0
      return flush({ FlowFilters: filters }, zone, arn('x'.repeat(length - bare + 1)))
    }
    expect(ofLength(700)).toHaveLength(700)
    expect(ofLength(701)).toBeNull()
  })

  test('longer than 700 characters is not shown', () => {
    const filters = (count: number) => Array.from({ length: count }, () => ({ DestinationPort: '65535' }))
    expect(flush({ FlowFilters: filters(18) })?.length).toBeLessThanOrEqual(700)
    const hosts = Array.from({ length: 12 }, () => ({
      SourceAddress: { AddressDefinition: '203.0.113.100' },
    }))
    expect(flush({ FlowFilters: hosts })).toBeNull()
  })
})

describe('a value that is not in its own form makes no command', () => {
  const foreign = [
    '$(id)',
    '`id`',
    'a;b',
    'a b',
    'a"b',
    "a'b",
    'a\nb',
    'a&b',
    'a|b',
    'a>b',
    ' --profile',
    '',
    'ａ',
    '<!here>',
  ]

  test.each(foreign)('%j', text => {
    const address = { AddressDefinition: text }
    expect(flushOf({ SourceAddress: address })).toBeNull()
    expect(flushOf({ DestinationAddress: { AddressDefinition: `10.0.0.1${text || '/'}` } })).toBeNull()
    expect(flushOf({ SourcePort: text })).toBeNull()
    expect(flushOf({ DestinationPort: `443${text || ':'}` })).toBeNull()
    expect(flushOf({ Protocols: [text] })).toBeNull()
    expect(flushOf({ Protocols: ['6', text] })).toBeNull()
    expect(flush({ FlowFilters: [filter] }, { ...zone, availabilityZone: text })).toBeNull()
    expect(
      flush({ FlowFilters: [filter] }, { ...zone, availabilityZone: `eu-west-1a${text || ' '}` }),
    ).toBeNull()
    expect(flush({ FlowFilters: [filter] }, zone, text)).toBeNull()
    expect(flush({ FlowFilters: [filter] }, zone, `${firewallArn}${text || '/'}`)).toBeNull()
    expect(describeCommand(report({ flowOperationId: text }))).toBeNull()
    expect(describeCommand(report({ flowOperationId: `${operationId}${text || ' '}` }))).toBeNull()
    expect(describeCommand(report({ vpcEndpointId: text }))).toBeNull()
    expect(describeCommand(report({ availabilityZone: null, availabilityZoneId: text }))).toBeNull()
    const zoneId = `euw1-az1${text || '-'}`
    expect(describeCommand(report({ availabilityZone: null, availabilityZoneId: zoneId }))).toBeNull()
    expect(describeCommand(report({ vpcEndpointAssociationArn: text }))).toBeNull()
    const association = `${associationArn}${text || '/'}`
    expect(describeCommand(report({ vpcEndpointAssociationArn: association }))).toBeNull()
    expect(isPlainZone(text)).toBe(false)
  })

  test.each([-1, 1.5, 1e21, Number.NaN])('a minimum age of %d', MinimumFlowAgeInSeconds => {
    expect(flush({ MinimumFlowAgeInSeconds, FlowFilters: [filter] })).toBeNull()
  })

  test('of any texts, a command holds nothing that a shell, the CLI or a chat client would read as more than text', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.constantFrom(
        '10.0.0.1',
        '443',
        '1:2',
        '6',
        'eu-west-1a',
        'vpce-0a',
        firewallArn,
        operationId,
        '$(x)',
        '`',
        '"',
        '\\',
      ),
    )
    const anyFilter = fc.record({
      SourceAddress: fc.record({ AddressDefinition: text }),
      DestinationPort: text,
      Protocols: fc.array(text, { maxLength: 2 }),
    })
    fc.assert(
      fc.property(
        fc.array(anyFilter, { minLength: 1, maxLength: 3 }),
        text,
        text,
        (FlowFilters, availabilityZone, arn) => {
          for (const target of [{ ...zone, availabilityZone }, zone]) {
            for (const firewall of [arn, firewallArn]) {
              const command = flush({ FlowFilters }, target, firewall)
              if (command === null) continue
              expect(command).toMatch(/^aws network-firewall start-flow-flush [\w:/.,={}"\- ]+$/u)
              expect(command.replaceAll(/"[\w:/.,={}-]+"/gu, '""')).toMatch(/^[\w:/.\- ]+(?: "")+$/u)
            }
          }
        },
      ),
      { numRuns: 2000 },
    )
  })
})

describe('commands that only look', () => {
  test('one operation, with the selector of its start', () => {
    expect(describeCommand(report())).toBe(
      `aws network-firewall describe-flow-operation ${head} --availability-zone eu-west-1a --flow-operation-id ${operationId}`,
    )
    expect(describeCommand(report({ flowOperationId: null }))).toBeNull()
    expect(describeCommand(report({ firewallArn: null }))).toBeNull()
  })

  test('what runs in a place', () => {
    expect(listCommand(firewallArn, zone)).toBe(
      `aws network-firewall list-flow-operations ${head} --availability-zone eu-west-1c`,
    )
    expect(listCommand(null, zone)).toBeNull()
  })
})
