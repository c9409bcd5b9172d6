import { describe, expect, test } from '@jest/globals'
import type { ZoneCoverage } from '../../functions/domain/firewallContext.ts'
import {
  captureOfTheSame,
  missingZoneFlushes,
  narrowerRepeats,
  sameAgain,
  zonesMeant,
} from '../../functions/domain/repeatCommands.ts'
import { firewallArn, operationId, report } from '../support/builders.ts'

const filter = { Protocols: ['6'] }
const flowOperation = { MinimumFlowAgeInSeconds: 60, FlowFilters: [filter] }
const head = `--region eu-west-1 --firewall-arn ${firewallArn}`
const zone = (availabilityZone: string, change: Partial<ZoneCoverage> = {}): ZoneCoverage => ({
  availabilityZone,
  state: 'NOT_COVERED',
  flowOperationId: null,
  flowRequestTimestamp: null,
  ...change,
})

describe('the same operation once more', () => {
  test('takes what it took', () => {
    expect(sameAgain(report({ flowOperation }))).toEqual([
      {
        label: 'Start it again',
        command: `aws network-firewall start-flow-flush ${head} --availability-zone eu-west-1a --minimum-flow-age-in-seconds 60 --flow-filters "Protocols=6"`,
      },
    ])
  })

  test.each([{ flowOperation: null }, { flowOperationType: null }, { firewallArn: null }])(
    'has no command where something is not known: %j',
    unknown => {
      expect(sameAgain(report({ flowOperation, ...unknown }))).toEqual([])
    },
  )
})

describe('the operation in parts', () => {
  const parted = { FlowFilters: [filter, { Protocols: ['17'] }, { Protocols: ['1'] }] }

  test('has commands for the first two of its parts', () => {
    const narrower = narrowerRepeats(report({ flowOperation: parted }))
    expect(narrower).toMatchObject({ way: 'one filter at a time', parts: parted.FlowFilters })
    expect(narrower?.commands.map(({ label }) => label)).toEqual(['Part 1 of 3', 'Part 2 of 3'])
  })

  test.each([{ omittedFilterCount: 1 }, { flowOperation: null }])(
    'is none where not all of its filters are known: %j',
    unknown => {
      expect(narrowerRepeats(report({ flowOperation: parted, ...unknown }))).toBeNull()
    },
  )
})

describe('a capture of the same', () => {
  const command = (minimumAge?: number) =>
    captureOfTheSame(report({ flowOperation }), minimumAge).map(one => one.command)

  test('is one of any age, or of the age that is asked for', () => {
    const start = `aws network-firewall start-flow-capture ${head} --availability-zone eu-west-1a`
    expect(command()).toEqual([`${start} --flow-filters "Protocols=6"`])
    expect(command(90)).toEqual([`${start} --minimum-flow-age-in-seconds 90 --flow-filters "Protocols=6"`])
  })

  test('has no command where the filters are not known', () => {
    expect(captureOfTheSame(report({ flowOperation: null }))).toEqual([])
  })
})

describe('the zones that were meant as well', () => {
  const own = zone('eu-west-1a')
  const listing = zone('eu-west-1b', { flowOperationId: operationId })
  const other = zone('eu-west-1c')
  const zoneCoverage = [own, listing, other]

  test('are neither its own, by name, nor one where it is listed itself', () => {
    expect(zonesMeant(report({ zoneCoverage }))).toEqual([other])
    expect(zonesMeant(report({ zoneCoverage, availabilityZone: null }))).toEqual([own, other])
  })

  test('are all others where the operation has no id: what nobody decided is none of its own', () => {
    expect(zonesMeant(report({ zoneCoverage, flowOperationId: null }))).toEqual([listing, other])
  })

  test('are flushed by commands, unless their name is none', () => {
    const zones = [zone('eu-west-1b; rm'), zone('$(id)'), other]
    expect(missingZoneFlushes(report({ flowOperation, zoneCoverage: zones }))).toEqual([
      {
        label: 'Flush eu-west-1c',
        command: `aws network-firewall start-flow-flush ${head} --availability-zone eu-west-1c --minimum-flow-age-in-seconds 60 --flow-filters "Protocols=6"`,
      },
    ])
  })
})

test('no zones are meant by an operation of one endpoint', () => {
  const zoneCoverage = [zone('eu-west-1b')]
  expect(zonesMeant(report({ zoneCoverage, vpcEndpointId: 'vpce-0123456789abcdef0' }))).toEqual([])
})
