import { expect, jest, test } from '@jest/globals'
import type { Delivery } from '../../../functions/domain/notification.ts'
import { deliverNotification } from '../../../functions/handlers/deliverNotification.ts'
import { startWatch } from '../../../functions/handlers/startWatch.ts'
import { allStates } from '../../../local/engine/definition.ts'
import { shippedProduct } from '../world/simulate.ts'
import type { Product } from '../world/world.ts'
import { auditRows } from './audit.ts'
import { endRows } from './endOfWatch.ts'
import { extraRows } from './extra.ts'
import { ingressRows } from './ingress.ts'
import { pollingRows } from './polling.ts'
import { slackRows } from './slack.ts'
import { snsRows } from './sns.ts'
import { play } from './support/play.ts'
import type { Row } from './support/row.ts'

jest.setTimeout(60_000)

/** The shipped definition with something else in one state. */
function withState(name: string, change: object): Product {
  const { definition, handlers } = shippedProduct()
  const copy = structuredClone(definition)
  Object.assign(allStates(copy).get(name) ?? {}, change)
  return { definition: copy, handlers }
}

/** The second copy of an event is an error, which Lambda repeats. */
function refusingCopies(): Product {
  const { definition, handlers } = shippedProduct()
  return {
    definition,
    handlers: {
      ...handlers,
      startWatch: of => async (event, context) => {
        const answer = await startWatch(of)(event, context)
        if (answer.result === 'ALREADY_WATCHED') throw new Error('ExecutionAlreadyExists')
        return answer
      },
    },
  }
}

/** Whatever a channel asks for, it is tried again after a second. */
function impatient(): Product {
  const { definition, handlers } = shippedProduct()
  const deliver: Product['handlers']['deliverNotification'] = of => {
    const handler = deliverNotification(of)
    return async (event, context): Promise<Delivery> => {
      const delivery = await handler(event, context)
      return delivery.status === 'RETRY_LATER' ? { ...delivery, waitSeconds: 1 } : delivery
    }
  }
  return { definition, handlers: { ...handlers, deliverNotification: deliver } }
}

type Planted = {
  readonly fault: string
  readonly product: () => Product
  readonly rows: readonly Row[]
  readonly number: Row['number']
  /** The runs that are enough to notice it; without it the first three. */
  readonly trials?: RegExp
}

/** One row at least of each group, and a fault of the product that it has to notice. */
const planted: readonly Planted[] = [
  { fault: 'copies of an event are errors', product: refusingCopies, rows: ingressRows, number: 6 },
  {
    fault: 'a poll is never retried',
    product: () => withState('PollOperation', { Retry: [] }),
    rows: pollingRows,
    number: 18,
  },
  {
    fault: 'the record of the end is never retried',
    product: () => withState('RecordOutcome', { Retry: [] }),
    rows: endRows,
    number: 45,
  },
  {
    fault: 'what no channel took is forgotten',
    product: () => withState('WasItDelivered', { Default: 'KeepDelivery' }),
    rows: snsRows,
    number: 49,
  },
  {
    fault: 'Retry-After is not waited for',
    product: impatient,
    rows: slackRows,
    number: 54,
    trials: /rate-limited-3600 once from/u,
  },
  {
    fault: 'the message is silent of a missing record',
    product: () => withState('OutcomeNotRecorded', { Parameters: { recorded: true } }),
    rows: auditRows,
    number: 67,
  },
  {
    fault: 'nobody remembers that an overdue notice was sent',
    product: () => withState('SendOverdueNotice', { ResultPath: null, Next: 'WaitForNextPoll' }),
    rows: extraRows,
    number: 'X6',
  },
]

test.each(planted)('where $fault, row $number does not hold', async ({ product, rows, number, trials }) => {
  const row = rows.find(each => each.number === number)
  if (!row) throw new TypeError(`there is no row ${number}`)
  const enough = row.trials.filter(({ name }, index) => (trials ? trials.test(name) : index < 3))
  const { violations } = await play({ ...row, trials: enough }, product())
  expect(violations).not.toEqual([])
})

test('a row whose fault never happens is not taken for one that holds', async () => {
  const [row] = snsRows
  const never = (row?.trials ?? []).map(trial =>
    'scenario' in trial
      ? {
          ...trial,
          holds: [],
          scenario: {
            ...trial.scenario,
            faults: trial.scenario.faults.map(fault => ({ ...fault, fromSeconds: 1e9 })),
          },
        }
      : trial,
  )
  const { idle } = await play({ ...(row as Row), trials: never })
  expect(idle).toEqual(never.map(({ name }) => name))
})
