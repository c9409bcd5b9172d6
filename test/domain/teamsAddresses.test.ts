import { describe, expect, test } from '@jest/globals'
import { allowedTeamsWebhook } from '../../functions/domain/teamsAddresses.ts'

const path =
  '/workflows/0a1b/triggers/manual/paths/invoke?api-version=1&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig=abc_-'
const logic = `https://prod-12.westeurope.logic.azure.com:443${path}`
const power = `https://default0a1b.35.environment.api.powerplatform.com:443/powerautomate/automations/direct${path}`

describe("Microsoft's own addresses are allowed, and lead where they say", () => {
  test.each([
    logic,
    logic.replace(':443', ''),
    logic.replace('prod-12.westeurope', 'a'),
    power,
    power.replace('invoke?', 'invoke/?'),
    power.replace('direct/', 'direct/cu/08/'),
  ])('%s', address => {
    expect(allowedTeamsWebhook(address, [])?.href).toBe(address.replace(':443', ''))
  })
})

test('an address in the query of one is left as it is, port included', () => {
  const address = `${logic.replace(':443', '')}&u=https://example.com:443/`
  expect(allowedTeamsWebhook(address, [])?.href).toBe(address)
})

describe('nothing else is', () => {
  const withHost = (host: string) => logic.replace('prod-12.westeurope.logic.azure.com:443', host)
  test.each([
    ['plain http', logic.replace('https', 'http').replace(':443', '')],
    ['plain http at the port of https', logic.replace('https', 'http')],
    ['another port', logic.replace(':443', ':8443')],
    ['port 443 written with a nought', logic.replace(':443', ':0443')],
    ['an empty port', logic.replace(':443', ':')],
    ['the bare suffix', withHost('logic.azure.com')],
    ['the bare suffix of Power Platform', withHost('api.powerplatform.com')],
    ['a host that only ends alike', withHost('evillogic.azure.com')],
    ['another host that only ends alike', withHost('evil-api.powerplatform.com')],
    ['the suffix in front', withHost('prod.logic.azure.com.evil.example')],
    ['the suffix as a user', withHost('prod.logic.azure.com@evil.example')],
    ['a user', withHost('user@prod.logic.azure.com')],
    ['a user and a password', withHost('user:word@prod.logic.azure.com')],
    ['the suffix in the path', `https://evil.example/prod.logic.azure.com${path}`],
    ['the suffix in the query', `https://evil.example${path}&x=prod.logic.azure.com`],
    ['the suffix in the fragment', `https://evil.example${path}#prod.logic.azure.com`],
    ['a fragment', `${logic}#x`],
    ['an empty fragment', `${logic}#`],
    ['a dot at the end of the host', withHost('prod.logic.azure.com.')],
    ['an empty label', withHost('prod..logic.azure.com')],
    ['a label that ends with a hyphen', withHost('prod-.logic.azure.com')],
    ['an underscore in the host', withHost('prod_1.logic.azure.com')],
    ['a host in capitals', withHost('PROD.LOGIC.AZURE.COM')],
    ['a look-alike letter', withHost('prod.logic.\u0430zure.com')],
    ['a full-width dot', withHost('prod.logic.azure\uff0ecom')],
    ['a percent-encoded host', withHost('prod.logic%2eazure.com')],
    ['a back-slash', withHost('prod.logic.azure.com\\@evil.example')],
    ['back-slashes for slashes', logic.replaceAll('/', '\\')],
    ['a tab inside', logic.replace('logic', 'lo\tgic')],
    ['a line feed inside', logic.replace('/workflows', '/work\nflows')],
    ['white space before it', ` ${logic}`],
    ['another path', logic.replace('/workflows', '/other')],
    ['a path that goes on', logic.replace('/invoke', '/invoke/more')],
    ['a path that begins otherwise', logic.replace('/workflows', '/a.b/workflows')],
    ['another end of the path', logic.replace('/invoke', '/history')],
    ['the root', 'https://prod.logic.azure.com/'],
    ['a path that goes up', logic.replace('/workflows', '/x/../workflows')],
    ['an encoded path that goes up', logic.replace('/workflows', '/%2e%2e/workflows')],
    ['an encoded slash', logic.replace('/triggers', '%2ftriggers')],
    ['no scheme', logic.replace('https:', '')],
    ['one slash', logic.replace('https://', 'https:/')],
    ['the retired connectors', 'https://contoso.webhook.office.com/webhookb2/x@y/IncomingWebhook/z/w'],
    ['a web socket', logic.replace('https', 'wss')],
    ['a file', 'file:///etc/passwd'],
    ['text', 'data:text/plain,prod.logic.azure.com'],
    ['the metadata service', `http://169.254.169.254${path}`],
    ['this machine', `https://127.0.0.1${path}`],
    ['nothing', ''],
  ])('%s', (_case, address) => {
    expect(allowedTeamsWebhook(address, [])).toBeNull()
    expect(allowedTeamsWebhook(address, ['https://gateway.example'])).toBeNull()
  })
})

describe('an origin of FLOWBELL_TEAMS_ORIGINS', () => {
  const allowed = ['http://127.0.0.1:9098', 'https://gateway.example']
  test.each(['http://127.0.0.1:9098/any?path', 'https://gateway.example/teams'])('%s is allowed', address => {
    expect(allowedTeamsWebhook(address, allowed)?.href).toBe(address)
  })

  test.each([
    'http://127.0.0.1:9099/',
    'http://gateway.example/',
    'https://gateway.example:444/',
    'https://user@gateway.example/',
    'https://gateway.example/#x',
    'https://sub.gateway.example/',
    'https://gateway.example.evil.example/',
  ])('%s is not', address => {
    expect(allowedTeamsWebhook(address, allowed)).toBeNull()
  })
})
