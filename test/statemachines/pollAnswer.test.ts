import { expect, test } from '@jest/globals'
import { executionInput } from '../../functions/domain/executionInput.ts'
import { shippedDefinition } from '../../local/engine/definition.ts'
import { runExecution } from '../../local/engine/runExecution.ts'
import { inVirtualTime, WorkInFlight } from '../../local/engine/virtualTime.ts'
import { acceptedStart } from './facts.ts'

/** The states of an execution whose first poll answers this, with an outcome of no moment; the second one ends it. */
async function statesAfter(next: string): Promise<string[]> {
  const states: string[] = []
  const answers = [
    { next, outcome: 'COMPLETED', waitSeconds: 1 },
    { next: 'CONCLUDE', outcome: 'FAILED', waitSeconds: 1 },
  ]
  const execution = () =>
    runExecution({
      definition: shippedDefinition(name => `arn:aws:lambda:local:000000000000:function:${name}`),
      functions: {
        pollOperation: async () => answers.shift(),
        gatherContext: async () => ({ firewall: null }),
        composeNotice: async () => ({ document: { outcome: 'FAILED' }, deliveries: [] }),
        recordAudit: async () => ({ recorded: true, overdueDeliveries: [], isEveryChannelReached: true }),
      },
      name: 'answered',
      input: executionInput(acceptedStart(0)),
      observe: event => {
        if (event.kind === 'STATE_ENTERED') states.push(event.state)
      },
    })
  await inVirtualTime(new WorkInFlight(), execution)
  return states
}

test.each([
  ['WAIT', 'WaitForNextPoll'],
  ['REFRESH_CARD', 'WaitThenShowProgress'],
  ['NOTIFY_OVERDUE', 'ComposeOverdueNotice'],
])(
  'a poll that says %s is followed, whatever outcome it holds: the watch is not over',
  async (next, state) => {
    const states = await statesAfter(next)

    expect(states[states.indexOf('WhatDidThePollSay') + 1]).toBe(state)
    expect(states).not.toContain('OperationCompleted')
    expect(states).toContain('OperationFailed')
  },
)
