import { describe, expect, test } from '@jest/globals'
import { coverageLines } from '../../functions/domain/coverageWords.ts'
import type { ZoneCoverage } from '../../functions/domain/firewallContext.ts'
import { missingZoneFlushes } from '../../functions/domain/repeatCommands.ts'
import type { FlowOperationReport } from '../../functions/domain/report.ts'
import { missingZonesInWords, zoneSteps } from '../../functions/domain/zoneSteps.ts'
import { associationArn, isoAfterStart, operationId, report } from '../support/builders.ts'

const zone = (
  letter: string,
  state: ZoneCoverage['state'],
  change: Partial<ZoneCoverage> = {},
): ZoneCoverage => ({
  availabilityZone: `eu-west-1${letter}`,
  state,
  flowOperationId: null,
  flowRequestTimestamp: null,
  ...change,
})
const own = (state: ZoneCoverage['state']) => zone('a', state, { flowOperationId: operationId })
const other = (state: ZoneCoverage['state'], seconds = 3) =>
  zone('b', state, { flowOperationId: 'another', flowRequestTimestamp: isoAfterStart(seconds) })
const withZones = (...zoneCoverage: ZoneCoverage[]): FlowOperationReport => report({ zoneCoverage })

describe('a line for each zone', () => {
  test.each<[ZoneCoverage, string]>([
    [own('COVERED'), '✅ eu-west-1a: flushed by this operation'],
    [own('NOT_COVERED'), '❌ eu-west-1a: NOT flushed: this operation failed'],
    [own('UNKNOWN'), '❔ eu-west-1a: not certain: this operation does not say how far it came'],
    [other('COVERED'), '✅ eu-west-1b: flushed by another operation'],
    [other('COVERED', -597), '✅ eu-west-1b: flushed by another operation, 10 min earlier'],
    [other('COVERED', 3 - 60), '✅ eu-west-1b: flushed by another operation, 1 min earlier'],
    [other('COVERED', 3 - 59), '✅ eu-west-1b: flushed by another operation'],
    [other('COVERED', 7203), '✅ eu-west-1b: flushed by another operation, 2 h later'],
    [zone('b', 'COVERED', { flowOperationId: 'x' }), '✅ eu-west-1b: flushed by another operation'],
    [other('RUNNING'), '⏳ eu-west-1b: a flush is still running'],
    [zone('b', 'NOT_COVERED'), '❌ eu-west-1b: NOT flushed with these filters'],
    [other('UNKNOWN'), '❔ eu-west-1b: not certain: a flush there may have missed flows'],
    [
      other('UNKNOWN', 3 - 11 * 3600),
      '❔ eu-west-1b: last flushed, as far as known, 11 h earlier: treat flows since then as untouched',
    ],
    [other('UNKNOWN', 3 - 900), '❔ eu-west-1b: not certain: a flush there may have missed flows'],
    [other('UNKNOWN', 3 + 7200), '❔ eu-west-1b: not certain: a flush there may have missed flows'],
    [zone('b', 'UNKNOWN'), '❔ eu-west-1b: not known: could not be asked'],
  ])('%j', (some, line) => {
    expect(coverageLines(withZones(some))).toEqual([line])
  })

  test('without commands none are pointed to', () => {
    const document = report({ zoneCoverage: [own('COVERED'), zone('b', 'NOT_COVERED')], firewallArn: null })
    expect(zoneSteps(document)).toEqual(['Not all zones are flushed: flush those marked ❌ too.'])
  })

  test('of a flush without an id takes no zone for its own', () => {
    const document = report({ zoneCoverage: [zone('b', 'UNKNOWN')], flowOperationId: null })
    expect(coverageLines(document)).toEqual(['❔ eu-west-1b: not known: could not be asked'])
  })

  test('of a flush without any time tells no time', () => {
    const times = { flowRequestTimestamp: null, startedAt: null }
    expect(coverageLines(report({ zoneCoverage: [other('COVERED', -597)], ...times }))).toEqual([
      '✅ eu-west-1b: flushed by another operation',
    ])
  })

  test('of more than twelve zones the rest is counted', () => {
    const lines = coverageLines(withZones(...Array.from({ length: 15 }, () => zone('b', 'COVERED'))))
    expect(lines).toHaveLength(13)
    expect(lines[12]).toBe('… and 3 more')
  })
})

describe('what is left to do in other zones', () => {
  const steps = (...zones: ZoneCoverage[]) => zoneSteps(withZones(...zones)).join('\n')

  test('nothing when each has a completed flush of the same time, or there is no other', () => {
    expect(steps(own('COVERED'), other('COVERED'))).toBe('')
    expect(steps(own('COVERED'))).toBe('')
    expect(steps(own('NOT_COVERED'))).toBe('')
  })

  test('all of them when none could be looked at', () => {
    expect(steps()).toMatch(/could not be looked at: flush them too/u)
  })

  test.each([
    ['NOT_COVERED', /flush those marked ❌ too \(commands below\)/u],
    ['UNKNOWN', /marked ❔ may need a flush.*\(commands below\)/u],
    ['RUNNING', /marked ⏳ a flush is still running: wait/u],
  ] as const)('%s', (state, step) => {
    expect(steps(own('COVERED'), zone('b', state))).toMatch(step)
  })

  test('a zone whose flush was long before has a command like one without', () => {
    const [command] = missingZoneFlushes(withZones(own('COVERED'), other('UNKNOWN', -7200)))
    expect(command?.command).toMatch(/start-flow-flush.*--availability-zone eu-west-1b/u)
  })

  test('more zones than commands: the others differ in the zone only', () => {
    const missing = ['b', 'c', 'd'].map(letter => zone(letter, 'NOT_COVERED'))
    expect(steps(own('COVERED'), ...missing)).toMatch(/commands for the first ones below/u)
  })

  test('no command is promised when there can be none', () => {
    const unknownFilters = { ...withZones(zone('b', 'NOT_COVERED')), flowOperation: null }
    expect(zoneSteps(unknownFilters).join('')).not.toMatch(/below/u)
  })
})

describe('a flush of one endpoint was not meant for other zones', () => {
  const zones = withZones(own('UNKNOWN'), zone('b', 'NOT_COVERED'), other('RUNNING'))
  test.each([{ vpcEndpointId: 'vpce-0aaa' }, { vpcEndpointAssociationArn: associationArn }])(
    'no command for them, no count and no demand: %j',
    endpoint => {
      const document = { ...zones, ...endpoint }
      expect(missingZoneFlushes(zones)).toHaveLength(1)
      expect(missingZoneFlushes(document)).toEqual([])
      expect(missingZonesInWords(document)).toBe('')
      const step = 'This flush was for one endpoint only: other zones were not meant by it.'
      expect(zoneSteps(document)).toEqual([step])
      expect(zoneSteps({ ...document, zoneCoverage: [] })).toEqual([step])
    },
  )
})

describe('the first sentence counts the zones left out', () => {
  test.each<[ZoneCoverage[], string]>([
    [
      [own('COVERED'), zone('b', 'NOT_COVERED'), zone('c', 'UNKNOWN')],
      ' NOT flushed: 1 of 3 zones; 1 more may need it.',
    ],
    [[own('COVERED'), zone('b', 'NOT_COVERED')], ' NOT flushed: 1 of 2 zones.'],
    [[own('COVERED'), other('UNKNOWN', -7200)], ' May need a flush: 1 of 2 zones.'],
    [[own('COVERED'), other('COVERED')], ''],
    [[own('NOT_COVERED')], ''],
    [[], ''],
  ])('%j', (zones, words) => {
    expect(missingZonesInWords(withZones(...zones))).toBe(words)
  })
})
