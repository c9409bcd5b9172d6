import { beforeAll, describe, expect, test } from '@jest/globals'
import { type Outcome, outcomes, severityOf } from '../../../functions/domain/outcome.ts'
import { documentedPatterns, eventOf } from '../../docs/documentedRule.ts'
import { report } from '../../support/builders.ts'
import { matchers } from './matchers.ts'

/** What the rule of docs/messages.md is said to take: flushes that did not do all of their work. */
const taken: readonly Outcome[] = ['COMPLETED_WITH_ERRORS', 'FAILED', 'TIMED_OUT']

type Labelled = { readonly name: string; readonly isTaken: boolean; readonly event: unknown }
let events: Labelled[]

beforeAll(async () => {
  events = await Promise.all([
    ...outcomes.flatMap(outcome => [ended(outcome, 'FLOW_FLUSH'), ended(outcome, 'FLOW_CAPTURE')]),
    overdue(),
  ])
})

async function ended(outcome: Outcome, flowOperationType: 'FLOW_FLUSH' | 'FLOW_CAPTURE'): Promise<Labelled> {
  const event = await eventOf(report({ outcome, flowOperationType, severity: severityOf(outcome) }))
  const isTaken = flowOperationType === 'FLOW_FLUSH' && taken.includes(outcome)
  return { name: `${flowOperationType} ${outcome}`, isTaken, event }
}

async function overdue(): Promise<Labelled> {
  const event = await eventOf(report({ notice: 'OVERDUE', outcome: null, severity: 'warning' }))
  return { name: 'overdue', isTaken: false, event }
}

describe.each(Object.entries(matchers))("the rule of docs/messages.md, by %s's matcher", (_tool, matcher) => {
  test('takes exactly the events that it is said to take', () => {
    const [row = []] = matcher(
      documentedPatterns(),
      events.map(({ event }) => event),
    )
    const wrong = events.filter(({ isTaken }, column) => row[column] !== isTaken)

    expect(row).toHaveLength(events.length)
    expect(wrong.map(({ name }) => name)).toEqual([])
  })
})
