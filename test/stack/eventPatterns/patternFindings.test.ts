import { beforeAll, describe, expect, test } from '@jest/globals'
import { packagedTemplate } from '../support/packagedStack.ts'
import { labelledEvents } from './events.ts'
import { askedOnce, type Matcher, matchers } from './matchers.ts'
import { patternFindings, type RulePatterns } from './patternFindings.ts'
import { rulePatterns } from './rules.ts'

type Pattern = { detail: Record<string, unknown> } & Record<string, unknown>
type Fault = (patterns: { started: Pattern; refused: Pattern }) => void

const events = labelledEvents()

/** A fault to plant in a copy of the patterns, and an event that then goes astray. */
const faults: Readonly<Record<string, readonly [Fault, event: string]>> = {
  'a started rule without eventName': [
    ({ started }) => delete started.detail['eventName'],
    "Flowbell's own poll",
  ],
  'a refused rule without eventName': [
    ({ refused }) => delete refused.detail['eventName'],
    "Flowbell's own look-up of operations, denied",
  ],
  'exists flipped in the started rule': [
    ({ started }) => (started.detail['errorCode'] = [{ exists: true }]),
    'a flush',
  ],
  'exists flipped in the refused rule': [
    ({ refused }) => (refused.detail['errorCode'] = [{ exists: false }]),
    'a flush while the slot is taken',
  ],
  'a started rule that takes refused ones too': [
    ({ started }) => delete started.detail['errorCode'],
    'a flush without the right to it',
  ],
  'a refused rule for one error only': [
    ({ refused }) => (refused.detail['errorCode'] = ['ThrottlingException']),
    'a flush without the right to it',
  ],
  'captures forgotten': [({ started }) => (started.detail['eventName'] = ['StartFlowFlush']), 'a capture'],
  'event names by prefix': [
    ({ started }) => (started.detail['eventName'] = [{ prefix: 'Start' }]),
    'a started analysis report',
  ],
  'no source': [({ started }) => delete started['source'], 'an event that an application made up'],
  'another source': [({ started }) => (started['source'] = ['aws.networkfirewall']), 'a flush'],
  'no detail-type': [({ started }) => delete started['detail-type'], 'a console action'],
  'no eventSource': [
    ({ refused }) => delete refused.detail['eventSource'],
    "another service's call, refused, under this service's source",
  ],
  'only events of one version': [
    ({ started }) => (started.detail['eventVersion'] = ['1.05']),
    'a flush in an event of a later version',
  ],
}

function faulty(plant: Fault): RulePatterns {
  const patterns = structuredClone(rulePatterns(packagedTemplate())) as Parameters<Fault>[0]
  plant(patterns)
  return patterns
}

describe.each(Object.entries(matchers))("the check of patterns, by %s's matcher", (_tool, slowMatcher) => {
  let matcher: Matcher
  beforeAll(() => {
    const patterns = Object.values(faults).flatMap(([plant]) => Object.values(faulty(plant)))
    const plainEvents = events.map(({ event }) => event)
    matcher = askedOnce(slowMatcher, patterns, plainEvents)
  })

  test.each(Object.entries(faults))('finds %s', (_name, [plant, event]) => {
    const found = patternFindings(faulty(plant), events, matcher)

    expect(found.map(finding => finding.event)).toContain(event)
  })
})

test('the check of patterns misses no rule', () => {
  const { FlowOperationRefusedRule: _missing, ...Resources } = packagedTemplate().Resources

  expect(() => rulePatterns({ Resources, Outputs: {} })).toThrow('FlowOperationRefusedRule')
})
