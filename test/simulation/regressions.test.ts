import { describe, expect, test } from '@jest/globals'
import { judge } from './explore/judge.ts'
import type { OperationPlan, Place, Scenario } from './world/scenario.ts'

/** A fault that the simulator found in the product, by the smallest scenario that showed it. */
type Regression = { readonly fault: string; readonly scenario: Scenario }

function flush(place: Place, durationSeconds: number): OperationPlan {
  return {
    atSeconds: 0,
    type: 'FLOW_FLUSH',
    firewall: 0,
    place,
    script: { durationSeconds, finalStatus: 'COMPLETED' },
    copies: [{ delaySeconds: 1 }],
  }
}

const regressions: readonly Regression[] = [
  {
    fault: 'the plain message to Teams did not say which operation it was',
    scenario: {
      seed: 10_608,
      channels: ['teams'],
      operations: [flush('zone-a', 0)],
      faults: [{ at: 'flow', mode: 'before', answer: 'chat-invalid-blocks' }],
    },
  },
  {
    fault: "the plain text of a bot's card in Slack did not say which operation it was",
    scenario: {
      seed: 10_791,
      channels: ['slack-bot'],
      operations: [flush('zone-a', 61), flush('zone-c', 61)],
      faults: [{ at: 'chat.update', mode: 'before', answer: 'chat-invalid-blocks', times: 4 }],
    },
  },
  {
    fault: 'an operation that began while the sweep asked was watched without its zone, and told as expired',
    scenario: {
      seed: 1_008_399,
      channels: ['sns'],
      operations: [{ ...flush('zone-a', 0), atSeconds: 301, copies: [] }],
      faults: [],
    },
  },
  {
    fault:
      'an operation whose time only the list of its zone knew was watched without its zone, and told as expired',
    scenario: {
      seed: 1_003_796,
      channels: ['sns'],
      operations: [{ ...flush('zone-a', 0), atSeconds: 300, copies: [{ delaySeconds: 121 }] }],
      faults: [],
      changes: [{ atSeconds: 0, what: 'rotate-slack', isSecretRenewed: false }],
    },
  },
]

describe('what was once broken', () => {
  test.each(regressions)('holds: $fault', async ({ scenario }) => {
    const { run, violations } = await judge(scenario)
    expect(violations).toEqual([])
    expect(run?.faultsUsed).not.toContain(0)
  })
})
