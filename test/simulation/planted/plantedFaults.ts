import type { Delivery } from '../../../functions/domain/notification.ts'
import type { PollProgress } from '../../../functions/domain/pollProgress.ts'
import type { WatchRequest } from '../../../functions/domain/watchRequest.ts'
import { deliverNotification } from '../../../functions/handlers/deliverNotification.ts'
import { parkNotification } from '../../../functions/handlers/parkNotification.ts'
import { pollOperation } from '../../../functions/handlers/pollOperation.ts'
import type { State } from '../../../local/engine/definition.ts'
import type { HandlerFactory } from '../world/sandbox.ts'
import { shippedProduct } from '../world/simulate.ts'
import type { Product } from '../world/world.ts'

/** A copy of the product with one fault in it, and a rule that it breaks. */
export type PlantedFault = { readonly name: string; readonly breaks: string; readonly product: () => Product }

export const plantedFaults: readonly PlantedFault[] = [
  { name: 'the end is recorded after people were told', breaks: 'I13', product: auditAfterNotify },
  {
    name: "Slack's refusals are swallowed",
    breaks: 'I3',
    product: () => withHandler('deliverNotification', swallowingSlack),
  },
  {
    name: 'dead letters are dropped',
    breaks: 'I3',
    product: () => withHandler('parkNotification', droppingLetters),
  },
  { name: 'polling has no end', breaks: 'I12', product: () => withHandler('pollOperation', pollingForEver) },
  {
    name: 'a selector is forgotten',
    breaks: 'truth',
    product: () => withHandler('pollOperation', forgettingTheZone),
  },
  { name: 'what arrived is sent once more', breaks: 'I4', product: sendingTwice },
  {
    name: 'Retry-After is not waited for',
    breaks: 'I10',
    product: () => withHandler('deliverNotification', impatient),
  },
  { name: 'an end with a dead letter is green', breaks: 'I12', product: greenDespiteDeadLetter },
]

function withHandler(name: keyof Product['handlers'], handler: HandlerFactory): Product {
  const { definition, handlers } = shippedProduct()
  return { definition, handlers: { ...handlers, [name]: handler } }
}

/** The shipped definition with other states in the place of some. */
function withStates(change: (states: Record<string, State & Record<string, unknown>>) => void): Product {
  const { definition, handlers } = shippedProduct()
  // Not structuredClone, whose objects are foreign ones to the engine under Jest.
  const copy = JSON.parse(JSON.stringify(definition)) as typeof definition
  change(copy.States)
  return { definition: copy, handlers }
}

function auditAfterNotify(): Product {
  return withStates(states => {
    for (const [state, next] of [
      ['ComposeOutcome', 'NotifyEveryChannel'],
      ['NotifyEveryChannel', 'RecordOutcome'],
      ['RecordOutcome', 'RecordDeliveries'],
      ['OutcomeNotRecorded', 'RecordDeliveries'],
    ] as const) {
      states[state] = { ...demanded(states, state), Next: next }
    }
  })
}

/** The whole round of notifications is made again after the records of the first. */
function sendingTwice(): Product {
  return withStates(states => {
    const { ItemProcessor, ...map } = demanded(states, 'NotifyEveryChannel')
    states['NotifyOnceMore'] = { ...map, ItemProcessor, Next: 'RecordDeliveries' } as (typeof states)[string]
    states['NotifyEveryChannel'] = { ...demanded(states, 'NotifyEveryChannel'), Next: 'NotifyOnceMore' }
  })
}

function greenDespiteDeadLetter(): Product {
  return withStates(states => {
    states['NotificationUndelivered'] = { Type: 'Succeed' }
  })
}

function demanded<Value>(values: Readonly<Record<string, Value>>, name: string): Value {
  const value = values[name]
  if (value === undefined) throw new TypeError(`the definition has no state ${name}`)
  return value
}

const swallowingSlack: HandlerFactory = of => {
  const shipped = deliverNotification(of)
  return async (event, context) => {
    const delivery: Delivery = await shipped(event, context)
    const isLost = delivery.channel === 'slack' && delivery.status !== 'DELIVERED'
    return isLost ? { ...delivery, status: 'DELIVERED' } : delivery
  }
}

const impatient: HandlerFactory = of => {
  const shipped = deliverNotification(of)
  return async (event, context) => {
    const delivery: Delivery = await shipped(event, context)
    return delivery.status === 'RETRY_LATER' ? { ...delivery, waitSeconds: 1, retryAt: null } : delivery
  }
}

const droppingLetters: HandlerFactory = of =>
  parkNotification(of, { deadLetters: { park: async () => undefined } })

const pollingForEver: HandlerFactory = of => {
  const shipped = pollOperation(of)
  return async (event, context) => {
    const progress: PollProgress = await shipped(event, context)
    const isOver = progress.outcome === 'TIMED_OUT' || progress.outcome === 'EXPIRED'
    return isOver ? { ...progress, next: 'WAIT', outcome: null, waitSeconds: 120 } : progress
  }
}

const forgettingTheZone: HandlerFactory = of => {
  const shipped = pollOperation(of)
  return (event, context) => {
    const input = event as { readonly watch: WatchRequest }
    return shipped({ ...input, watch: { ...input.watch, availabilityZone: null } }, context)
  }
}
