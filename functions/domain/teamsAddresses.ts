import { plainWebAddress } from './webAddress.ts'

/**
 * Hosts of the trigger "When a Teams webhook request is received": Logic Apps, and Power Platform since November 2025
 * (learn.microsoft.com, "Changes to HTTP or Teams webhook trigger flows"). Every tenant's flows lie there, so the host says that
 * Microsoft runs the flow, not whose flow it is. The retired Office 365 connectors (webhook.office.com) are left out.
 */
const ownHost = /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:logic\.azure\.com|api\.powerplatform\.com)$/u

/**
 * Both forms end alike: `/workflows/<id>/triggers/manual/paths/invoke`, on Power Platform behind
 * `/powerautomate/automations/direct` and sometimes before a last slash. Seen in the wild, written down by no page of Microsoft's.
 */
const invokePath = /^(?:\/[\w-]+)*\/workflows\/[\w-]+\/triggers\/[\w-]+\/paths\/invoke\/?$/u

/**
 * The address if a message may go there, else null. Compared as parsed, never as text, and checked at every use: whoever can
 * write the secret must not be able to make Flowbell call elsewhere. `extraOrigins` are allowed with any path, for gateways and
 * tests.
 */
export function allowedTeamsWebhook(address: string, extraOrigins: readonly string[]): URL | null {
  const url = plainWebAddress(address)
  if (url === null || address.includes('#')) return null
  if (extraOrigins.includes(url.origin)) return url
  return isMicrosofts(url, address) ? url : null
}

/** Microsoft gives an address out in one form, with the default port in it; what a URL parser has to mend is not from there. */
function isMicrosofts(url: URL, address: string): boolean {
  const isAsGiven = url.href === address.replace(/^(https:\/\/[^/]+):443\//u, '$1/')
  const isDefaultPort = url.protocol === 'https:' && url.port === ''
  return isAsGiven && isDefaultPort && ownHost.test(url.hostname) && invokePath.test(url.pathname)
}
