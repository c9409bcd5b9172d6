import type { Exchange, Invocation } from '../world/journal.ts'
import { type Checker, each, together } from './checker.ts'
import { named, type Watched } from './facts.ts'

const maxRetryAfterSeconds = 3600
const defaultRetryAfterSeconds = 30
const chatSites = ['webhook', 'chat.postMessage', 'chat.update', 'flow']

/**
 * I10, per message: a round that was told to wait is not followed by another before its time. Left out: the rate of one message a
 * second over all watches, which no watch can know of (docs/adr/0030: the crowd is spread, and 429 is honoured), and rounds whose
 * result was lost with the time in it.
 */
const retryAfterIsHonoured: Checker = {
  id: 'I10',
  rule: 'no message is tried again before the Retry-After that refused it is over',
  check: (run, { watches }) =>
    together(
      ...watches.map(watched => {
        const told = run.journal.exchanges.filter(
          ({ invocation, status, site }) =>
            status === 429 &&
            chatSites.includes(site) &&
            invocation?.execution === watched.execution.name &&
            isResultKnown(invocation),
        )
        return each(told, exchange => {
          const next = nextRound(watched, exchange)
          if (!next) return null
          const waited = next.at - exchange.at
          const toldSeconds = retryAfterOf(exchange)
          return waited < toldSeconds * 1000
            ? `${named(watched)} came back after ${waited / 1000} s of ${toldSeconds}`
            : null
        })
      }),
    ),
}

function isResultKnown({ end, isEndSeen }: Invocation): boolean {
  return end === 'succeeded' && isEndSeen
}

type Round = {
  readonly delivery: { readonly channel: string; readonly target: string | null; readonly notice: string }
}

function nextRound({ invocations }: Watched, { invocation }: Exchange): Invocation | undefined {
  if (!invocation) return undefined
  const key = roundKey(invocation)
  return invocations.find(
    other =>
      other.id > invocation.id && other.functionName === 'deliverNotification' && roundKey(other) === key,
  )
}

/** A card that is shown while the watch runs is tried once each time, and never again for the same purpose. */
function roundKey({ payload, id }: Invocation): string {
  const { channel, target, notice } = (payload as Round).delivery
  return [channel, target, notice, notice === 'STARTED' ? id : ''].join(' ')
}

/** As the answer named it: whole seconds up to an hour, and 30 for anything else. */
function retryAfterOf({ retryAfter }: Exchange): number {
  const text = retryAfter?.trim() ?? ''
  return /^\d+$/u.test(text) ? Math.min(Number(text), maxRetryAfterSeconds) : defaultRetryAfterSeconds
}

/** How many calls of a kind one run of a function may make at most; the SDK repeats none. */
const callBudget: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  pollOperation: { DescribeFlowOperation: 1 },
  // Twice where a refused access is followed by a renewed secret, and once more where a card is gone.
  deliverNotification: {
    Publish: 1,
    PutEvents: 1,
    webhook: 2,
    flow: 2,
    'chat.update': 2,
    'chat.postMessage': 4,
    GetSecretValue: 2,
  },
  recordAudit: { CreateLogStream: 1, PutLogEvents: 1 },
  parkNotification: { SendMessage: 1 },
  composeNotice: { GetParameter: 1 },
  startWatch: { StartExecution: 1, PutLogEvents: 1, CreateLogStream: 1 },
}

/** I11. Functions that read lists page by page have no budget here: their own tests count. */
const oneLayerRetries: Checker = {
  id: 'I11',
  rule: 'only the state machine repeats: no function makes a call more often than its work needs',
  check: run => {
    const counts = new Map<Invocation, Map<string, number>>()
    for (const { invocation, site } of run.journal.exchanges) {
      if (!invocation || !(invocation.functionName in callBudget)) continue
      const own = counts.get(invocation) ?? new Map<string, number>()
      own.set(site, (own.get(site) ?? 0) + 1)
      counts.set(invocation, own)
    }
    return each([...counts], ([{ functionName, id }, sites]) => {
      const budget = callBudget[functionName] ?? {}
      const over = [...sites].filter(([site, count]) => count > (budget[site] ?? Infinity))
      return over.length === 0
        ? null
        : `${functionName} #${id} called ${over.map(([site, count]) => `${site} ${count} times`).join(', ')}`
    })
  },
}

export const pacingCheckers = [retryAfterIsHonoured, oneLayerRetries]
