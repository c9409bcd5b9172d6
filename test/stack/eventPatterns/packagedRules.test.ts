import { describe, expect, test } from '@jest/globals'
import { packagedTemplate } from '../support/packagedStack.ts'
import { labelledEvents } from './events.ts'
import { matchers } from './matchers.ts'
import { patternFindings } from './patternFindings.ts'
import { eventRules, rulePatterns } from './rules.ts'

const events = labelledEvents()

describe.each(Object.entries(matchers))("the packaged event patterns, by %s's matcher", (_tool, matcher) => {
  test('let each start through exactly one rule, the refused ones through theirs, and nothing else', () => {
    expect(patternFindings(rulePatterns(packagedTemplate()), events, matcher)).toEqual([])
  })
})

describe('the packaged event rules', () => {
  const rules = eventRules(packagedTemplate())

  test('are these two, switched on, on the default bus, where CloudTrail puts its events', () => {
    expect(Object.keys(rules).sort()).toEqual(['FlowOperationRefusedRule', 'FlowOperationStartedRule'])
    for (const { EventBusName, State } of Object.values(rules)) {
      expect(EventBusName).toBeUndefined()
      expect([undefined, 'ENABLED']).toContain(State)
    }
  })

  test('have patterns without references, so that what is tested here is what is deployed', () => {
    for (const { EventPattern } of Object.values(rules)) {
      expect(JSON.stringify(EventPattern)).not.toMatch(/"Ref"|"Fn::/)
    }
  })
})

describe('the events', () => {
  test('are at least ten for each rule and ten for none, all different', () => {
    const count = (kind: string) => events.filter(event => event.kind === kind).length

    expect(Math.min(count('started'), count('refused'), count('others'))).toBeGreaterThanOrEqual(10)
    expect(new Set(events.map(({ event }) => JSON.stringify(event))).size).toBe(events.length)
    expect(new Set(events.map(({ name }) => name)).size).toBe(events.length)
  })
})
