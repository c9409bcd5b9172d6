import { plainWebAddress } from './webAddress.ts'

/** The origins that Slack itself uses for webhooks and the Web API (commercial and government). */
export const slackOwnOrigins: readonly string[] = [
  'https://hooks.slack.com',
  'https://hooks.slack-gov.com',
  'https://slack.com',
]

/** The path of a Slack webhook: incoming, workflow trigger, or the older workflow form. */
const webhookPath = /^\/(?:services|triggers|workflows)(?:\/[A-Za-z0-9_-]+)+$/u
const apiPath = '/api/'

/**
 * The address if a message may go there, else null. Compared as parsed, never as text, and checked at every use: whoever can
 * write the secret must not be able to make Flowbell call elsewhere.
 * `extraOrigins` are allowed with any path, for gateways and tests.
 */
export function allowedWebhook(address: string, extraOrigins: readonly string[]): URL | null {
  const url = plainWebAddress(address)
  if (url === null) return null
  if (extraOrigins.includes(url.origin)) return url
  return isSlacksOwn(url, address) && webhookPath.test(url.pathname) ? url : null
}

/**
 * The base address of the Web API, with a slash at its end, if it may be used, else null. `extraOrigins` are allowed with any
 * path.
 */
export function allowedApiUrl(address: string, extraOrigins: readonly string[]): URL | null {
  const url = plainWebAddress(address)
  if (url === null || url.search !== '' || url.hash !== '') return null
  if (extraOrigins.includes(url.origin)) return url
  return isSlacksOwn(url, address) && url.pathname === apiPath ? url : null
}

/** Slack gives an address out in one form; what a URL parser has to mend, decode or shorten is not from Slack. */
function isSlacksOwn(url: URL, address: string): boolean {
  return slackOwnOrigins.includes(url.origin) && url.href === address && !/[?#]/u.test(address)
}
