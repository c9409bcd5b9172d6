import { addressesInside } from './addressesInside.ts'
import { brokenForms } from './brokenForms.ts'
import { otherHosts } from './otherHosts.ts'
import { wrongPaths } from './wrongPaths.ts'

/** An address to which no message may go, and what is wrong with it. */
export type HostileAddress = readonly [address: string, reason: string]

/** Webhook addresses to be refused when no other origin is allowed. */
export const hostileWebhooks: readonly HostileAddress[] = [
  ...otherHosts,
  ...addressesInside,
  ...brokenForms,
  ...wrongPaths,
]

const rightApiUrl = 'https://slack.com/api/'

/** The same troubles at the base of the Web API. (A slash that is missing at its end is added where the setting is read.) */
export const hostileApiUrls: readonly HostileAddress[] = [
  ...hostileWebhooks
    .map(([address, reason]) => [apiAddressOf(address), reason] as const)
    .filter(([address]) => !rightApiUrl.startsWith(address) || address.length < rightApiUrl.length - 1),
  ['https://slack.com/api/v2/', 'deeper than it should be'],
  ['https://slack.com/API/', 'capitals'],
  ['https://slack.com/oauth/', 'another door'],
  ['https://slack.com/api/?', 'an empty query'],
  ['https://slack.com/api/#', 'an empty fragment'],
  ['https://slack.com/api/?token=x', 'a query'],
  ['https://slack.com/api/%2e%2e/', 'up, encoded'],
  ['https://slack.com/api/../', 'up'],
  ['https://slack.com/x/../api/', 'down and up again'],
  ['https://slack.com//api/', 'two slashes'],
  ['https://slack.com/%61pi/', 'a letter encoded'],
  ['https:slack.com/api/', 'no slashes'],
  ['https://slack.com:443/api/', 'the port that needs no naming'],
  ['https://SLACK.com/api/', 'capitals in the host'],
  ['https://slack.com./api/', 'a dot at the end'],
]

function apiAddressOf(webhook: string): string {
  return webhook
    .replaceAll('hooks.slack.com', 'slack.com')
    .replaceAll('/services/T000/B000/XXXX', '/api/')
    .replaceAll('/services', '/api')
}

/** Addresses to be refused although two gateways are allowed. */
export const allowedGateways = ['http://127.0.0.1:9099', 'https://gateway.example'] as const
export const besideTheGateways: readonly HostileAddress[] = [
  ['http://127.0.0.1:9098/', 'another port'],
  ['http://127.0.0.1/', 'no port'],
  ['https://127.0.0.1:9099/', 'another scheme'],
  ['http://localhost:9099/', 'another name of the same host'],
  ['http://127.0.0.1:90990/', 'a longer port'],
  ['http://127.0.0.1:9099.evil.example/', 'a host that begins like it'],
  ['http://127.0.0.1:9099@evil.example/', 'the origin as user and password'],
  ['http://user@127.0.0.1:9099/', 'user'],
  ['http://user:password@127.0.0.1:9099/', 'user and password'],
  ['http://evil.example/http://127.0.0.1:9099/', 'as the path'],
  ['http://127.0.0.1:9099\\@evil.example/', 'a backslash before @'],
  ['http://127.0.0.1:9099\n.evil.example/', 'a line feed'],
  ['ftp://127.0.0.1:9099/', 'FTP'],
  ['blob:http://127.0.0.1:9099/x', 'blob, whose origin is that of its inside'],
  ['http://2130706433:9099.evil.example/', 'a number and a host'],
  ['http://gateway.example/', 'no TLS'],
  ['https://gateway.example:8443/', 'another port'],
  ['https://gateway.example.evil.example/', 'as a subdomain'],
  ['https://evil.gateway.example/', 'a subdomain of it'],
  ['https://gateway.example./', 'a dot at the end'],
  ['https://gateway.example%2eevil.example/', 'an encoded dot'],
  ['https://user@gateway.example/', 'user'],
  ['https://gateway\uff0eexample/', 'a full-width dot'],
  ['wss://gateway.example/', 'WebSocket'],
]
