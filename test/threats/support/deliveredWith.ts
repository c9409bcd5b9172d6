import { readSettings } from '../../../functions/config.ts'
import type { FlowOperationReport } from '../../../functions/domain/report.ts'
import { completedReport } from '../../adapters/support/reports.ts'
import { deliveryOf, ordinarySettings, shippedHandlers, withFetch } from '../../hostile/shippedHandlers.ts'

type Round = {
  readonly channel: 'slack' | 'teams' | 'sns' | 'eventbridge'
  readonly secret?: object
  readonly document?: FlowOperationReport
  readonly environment?: Readonly<Record<string, string>>
  readonly answer?: () => Response
}

/** One round of the shipped deliverNotification: what became of it, what was logged, and every request that left. */
export async function deliveredWith({ channel, secret = {}, document = completedReport, ...round }: Round) {
  const requests: { readonly url: string; readonly body: string }[] = []
  const logged: object[] = []
  const settings = readSettings({ ...ordinarySettings, ...round.environment }, [])
  const handlers = shippedHandlers(secret, { settings, log: entry => void logged.push(entry) })
  const network: typeof fetch = async (url, init) => {
    requests.push({ url: String(url), body: String(init?.body) })
    return round.answer?.() ?? new Response('ok')
  }
  const payload = { delivery: deliveryOf(channel, document.notice), document, auditRecorded: true }
  const delivery = (await withFetch(network, () => handlers.deliver(payload))) as { readonly status: string }
  return { delivery, requests, logged, calls: handlers.calls }
}
