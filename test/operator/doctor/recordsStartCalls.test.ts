import { describe, expect, test } from '@jest/globals'
import { recordsStartCalls } from '../../../operator/doctor/recordsStartCalls.ts'
import type { BasicSelector, FieldSelector } from '../../../operator/ports.ts'

const basic = (changes: Partial<BasicSelector>): BasicSelector => ({
  readWriteType: 'All',
  includesManagementEvents: true,
  excludedSources: [],
  ...changes,
})
const field = (name: string, changes: Partial<FieldSelector>): FieldSelector => ({
  field: name,
  equals: [],
  startsWith: [],
  endsWith: [],
  notEquals: [],
  notStartsWith: [],
  notEndsWith: [],
  ...changes,
})
const management = field('eventCategory', { equals: ['Management'] })

describe('basic selectors', () => {
  test.each([
    ['none at all: the default records all management events', [], true],
    ['all events', [basic({})], true],
    ['writes only', [basic({ readWriteType: 'WriteOnly' })], true],
    ['reads only', [basic({ readWriteType: 'ReadOnly' })], false],
    ['data events only', [basic({ includesManagementEvents: false })], false],
    ['another service left out', [basic({ excludedSources: ['kms.amazonaws.com'] })], true],
    ['Network Firewall left out', [basic({ excludedSources: ['network-firewall.amazonaws.com'] })], false],
    ['one of two records them', [basic({ readWriteType: 'ReadOnly' }), basic({})], true],
  ])('%s', (_title, selectors, expected) => {
    expect(recordsStartCalls({ basic: selectors, advanced: [] })).toBe(expected)
  })
})

describe('advanced selectors', () => {
  test.each([
    ['management events', [[management]], true],
    ['management events that write', [[management, field('readOnly', { equals: ['false'] })]], true],
    ['management events that read', [[management, field('readOnly', { equals: ['true'] })]], false],
    ['data events', [[field('eventCategory', { equals: ['Data'] })]], false],
    [
      'all but two services',
      [[management, field('eventSource', { notEquals: ['kms.amazonaws.com', 'rdsdata.amazonaws.com'] })]],
      true,
    ],
    [
      'all but Network Firewall',
      [[management, field('eventSource', { notEquals: ['network-firewall.amazonaws.com'] })]],
      false,
    ],
    [
      'one of several services',
      [
        [
          management,
          field('eventSource', { equals: ['s3.amazonaws.com', 'network-firewall.amazonaws.com'] }),
        ],
      ],
      true,
    ],
    [
      'both start calls by their prefix',
      [[management, field('eventName', { startsWith: ['StartFlow'] })]],
      true,
    ],
    ['one of the two start calls', [[management, field('eventName', { equals: ['StartFlowFlush'] })]], false],
    [
      'each start call by a selector of its own',
      [[field('eventName', { endsWith: ['Flush'] })], [field('eventName', { endsWith: ['Capture'] })]],
      true,
    ],
    ['not what starts with Start', [[management, field('eventName', { notStartsWith: ['Start'] })]], false],
    ['not what ends with Capture', [[management, field('eventName', { notEndsWith: ['Capture'] })]], false],
    [
      'two operators that hold together',
      [[field('eventName', { startsWith: ['Start'], notEndsWith: ['Query'] })]],
      true,
    ],
    [
      'some callers only',
      [[management, field('userIdentity.arn', { startsWith: ['arn:aws:iam::1'] })]],
      false,
    ],
  ])('%s', (_title, selectors, expected) => {
    expect(recordsStartCalls({ basic: [], advanced: selectors })).toBe(expected)
  })
})
