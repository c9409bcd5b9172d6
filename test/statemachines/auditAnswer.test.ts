import { expect, test } from '@jest/globals'
import { executionInput } from '../../functions/domain/executionInput.ts'
import { newDelivery } from '../../functions/domain/notification.ts'
import { shippedDefinition } from '../../local/engine/definition.ts'
import { runExecution } from '../../local/engine/runExecution.ts'
import { inVirtualTime, WorkInFlight } from '../../local/engine/virtualTime.ts'
import { acceptedStart } from './facts.ts'

/** An execution with functions that do nothing but answer; the recording one answers this for the outcome. */
async function recordedAs(recorded: boolean) {
  const told: unknown[] = []
  const delivery = newDelivery({ channel: 'sns', target: null }, 'OUTCOME')
  const execution = () =>
    runExecution({
      definition: shippedDefinition(name => `arn:aws:lambda:local:000000000000:function:${name}`),
      functions: {
        pollOperation: async () => ({ next: 'CONCLUDE', outcome: 'FAILED', waitSeconds: 1 }),
        gatherContext: async () => ({ firewall: null }),
        composeNotice: async payload => {
          const { notice } = payload as { notice: string }
          return { document: { outcome: 'FAILED' }, deliveries: notice === 'OUTCOME' ? [delivery] : [] }
        },
        deliverNotification: async payload => {
          told.push((payload as { auditRecorded: boolean }).auditRecorded)
          return { ...delivery, status: 'DELIVERED' }
        },
        recordAudit: async payload => ({
          recorded: (payload as { fact: string }).fact !== 'OUTCOME' || recorded,
          overdueDeliveries: [],
          isEveryChannelReached: true,
        }),
      },
      name: 'answered',
      input: executionInput(acceptedStart(0)),
    })
  return { end: await inVirtualTime(new WorkInFlight(), execution), told }
}

test('an outcome is told as recorded when the function says so', async () => {
  const { end, told } = await recordedAs(true)

  expect(told).toEqual([true])
  expect(end.status).toBe('SUCCEEDED')
})

test('an outcome that the function did not record is told as such, and ends red: nobody takes it for granted', async () => {
  const { end, told } = await recordedAs(false)

  expect(told).toEqual([false])
  expect(end).toMatchObject({ status: 'FAILED', error: 'AuditNotWritten' })
})
