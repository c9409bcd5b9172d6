import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { allowedApiUrl, allowedWebhook, slackOwnOrigins } from '../../functions/domain/slackOrigins.ts'

const path = '/services/T000/B000/XXXX'

/** Addresses that look like Slack's, or lead elsewhere, or would carry something along. */
const hostile: readonly string[] = [
  // Other schemes, other ports.
  `http://hooks.slack.com${path}`,
  `ftp://hooks.slack.com${path}`,
  `ws://hooks.slack.com${path}`,
  `wss://hooks.slack.com${path}`,
  `file:///hooks.slack.com${path}`,
  `javascript://hooks.slack.com${path}`,
  `data:text/plain,https://hooks.slack.com${path}`,
  `blob:https://hooks.slack.com${path}`,
  `https://hooks.slack.com:80${path}`,
  `https://hooks.slack.com:8443${path}`,
  `https://hooks.slack.com:0${path}`,
  `https://hooks.slack.com:65536${path}`,
  `https://hooks.slack.com:443:80${path}`,
  // User information.
  `https://user@hooks.slack.com${path}`,
  `https://user:password@hooks.slack.com${path}`,
  `https://@hooks.slack.com${path}`,
  `https://:@hooks.slack.com${path}`,
  `https://hooks.slack.com@evil.example${path}`,
  `https://hooks.slack.com:443@evil.example${path}`,
  `https://hooks.slack.com%40evil.example${path}`,
  // Hosts that look alike.
  `https://evil.example${path}`,
  `https://hooks.slack.com.evil.example${path}`,
  `https://evil-hooks.slack.com${path}`,
  `https://evil.hooks.slack.com${path}`,
  `https://hooksaslack.com${path}`,
  `https://hooks-slack.com${path}`,
  `https://hooks.slack.co${path}`,
  `https://hooks.slack.community${path}`,
  `https://hooks.slack.com.${path}`,
  `https://.hooks.slack.com${path}`,
  `https://www.slack.com${path}`,
  `https://api.slack.com${path}`,
  `https://files.slack.com${path}`,
  `https://slack-gov.com${path}`,
  `https://hooks.s1ack.com${path}`,
  `https://evil.example/https://hooks.slack.com${path}`,
  `https://evil.example/?hooks.slack.com${path}`,
  `https://evil.example?u=https://hooks.slack.com${path}`,
  `https://evil.example#https://hooks.slack.com${path}`,
  `https://evil.example/hooks.slack.com${path}`,
  // Letters of other scripts, full-width dots, punycode.
  `https://hooks.sl\u0430ck.com${path}`,
  `https://hooks\u3002slack\u3002com${path}`,
  `https://hooks.slack\uff0ecom${path}`,
  `https://\uff48ooks.slack.com${path}`,
  `https://hooks.xn--slck-63d.com${path}`,
  `https://hooks.slack.com\u2044evil.example${path}`,
  `https://hooks.\u200bslack.com${path}`,
  // Addresses inside.
  `https://127.0.0.1${path}`,
  `https://localhost${path}`,
  `https://169.254.169.254/latest/meta-data`,
  `https://[::1]${path}`,
  `https://[fd00:ec2::254]${path}`,
  `https://[::ffff:169.254.169.254]${path}`,
  `https://2130706433${path}`,
  `https://0x7f000001${path}`,
  `https://0177.0.0.1${path}`,
  `https://127.1${path}`,
  `https://0${path}`,
  // What a URL parser would mend.
  `https:\\\\hooks.slack.com\\services\\T\\B\\X`,
  `https://hooks.slack.com\\services\\T\\B\\X`,
  `https://evil.example\\@hooks.slack.com${path}`,
  `https://hooks.slack.com\\.evil.example${path}`,
  `\u0000https://hooks.slack.com${path}`,
  ` https://hooks.slack.com${path}`,
  `https://hooks.slack.com${path} `,
  `https://hooks.slack.com${path}\n`,
  `https://hooks.slack.com${path}\r\nHost: evil.example`,
  `https://hooks.sl\tack.com${path}`,
  `ht\ntps://hooks.slack.com${path}`,
  `https://hooks.slack.com${path}\u2028`,
  // Slack's own host, but no webhook's path.
  'https://hooks.slack.com',
  'https://hooks.slack.com/',
  'https://hooks.slack.com/services',
  'https://hooks.slack.com/services/',
  'https://hooks.slack.com/Services/T/B/X',
  'https://hooks.slack.com/service/T/B/X',
  'https://hooks.slack.com/evil/services/T/B/X',
  'https://hooks.slack.com//services/T/B/X',
  'https://slack.com/api/chat.postMessage',
  'https://hooks.slack.com/services/../api/chat.postMessage',
  'https://hooks.slack.com/services/%2e%2e/api/chat.postMessage',
  'https://hooks.slack.com/services/T/B/X%2f..%2f..',
  'https://hooks.slack.com/services/T/B/X.json',
  'https://hooks.slack.com/services/T;B/X',
  'https://hooks.slack.com/services/<T>/B',
  `https://hooks.slack.com${path}?next=https://evil.example`,
  `https://hooks.slack.com${path}#part`,
  // No address at all.
  '',
  ' ',
  path,
  '//hooks.slack.com/services/T/B/X',
  'hooks.slack.com/services/T/B/X',
  'https://',
  'https:///services/T/B/X',
  'xoxb-1-2',
  'null',
  'about:blank',
]

describe('a webhook address', () => {
  test('the table of hostile addresses is long and without repetition', () => {
    expect(new Set(hostile).size).toBe(hostile.length)
    expect(hostile.length).toBeGreaterThanOrEqual(60)
  })

  test.each(hostile.map(address => [address]))('%j is not Slack', address => {
    expect(allowedWebhook(address, [])).toBeNull()
    expect(allowedWebhook(address, ['https://gateway.example'])).toBeNull()
  })

  test.each([
    `https://hooks.slack.com${path}`,
    'https://hooks.slack.com/triggers/T000/123/abcDEF',
    'https://hooks.slack.com/workflows/T000/A000/123/abc_-',
    `https://hooks.slack-gov.com${path}`,
    `https://slack.com${path}`,
  ])('%s is', address => {
    expect(allowedWebhook(address, [])?.href).toBe(address)
  })

  test('an extra origin is allowed with any path and query', () => {
    const origins = ['http://127.0.0.1:9099', 'https://gateway.example']
    for (const address of [
      'http://127.0.0.1:9099/',
      'http://127.0.0.1:9099/any/path.php?q=1#f',
      'https://gateway.example/slack',
      'https://gateway.example:443/slack',
    ]) {
      expect(allowedWebhook(address, origins)).not.toBeNull()
    }
  })

  test.each([
    'http://127.0.0.1:9098/',
    'https://127.0.0.1:9099/',
    'http://127.0.0.1/',
    'http://localhost:9099/',
    'http://127.0.0.1:9099.evil.example/',
    'http://user@127.0.0.1:9099/',
    'http://user:password@127.0.0.1:9099/',
    'http://evil.example/127.0.0.1:9099',
    'ftp://127.0.0.1:9099/',
  ])('an extra origin does not allow %s', address => {
    expect(allowedWebhook(address, ['http://127.0.0.1:9099', 'ftp://127.0.0.1:9099'])).toBeNull()
  })

  test('whatever is allowed without extra origins is at one of the three of Slack, and has no user', () => {
    const part = fc.oneof(
      fc.string(),
      fc.constantFrom(
        'https://',
        'http://',
        'hooks.slack.com',
        'slack.com',
        '@',
        ':',
        '/',
        path,
        '\\',
        '.',
        '#',
        '?',
      ),
    )
    fc.assert(
      fc.property(fc.array(part, { maxLength: 7 }), parts => {
        const url = allowedWebhook(parts.join(''), [])
        if (url === null) return
        expect(['https://hooks.slack.com', 'https://hooks.slack-gov.com', 'https://slack.com']).toContain(
          url.origin,
        )
        expect(url.username + url.password + url.search + url.hash).toBe('')
      }),
      { numRuns: 2000 },
    )
  })

  test('any other host with the right path is refused', () => {
    fc.assert(
      fc.property(fc.webUrl(), address => {
        const url = new URL(address)
        fc.pre(!slackOwnOrigins.includes(url.origin))
        expect(allowedWebhook(`${url.origin}${path}`, [])).toBeNull()
      }),
    )
  })
})

describe('the base address of the Web API', () => {
  test.each(['https://slack.com/api/', 'https://hooks.slack-gov.com/api/'])('%s may be used', address => {
    expect(allowedApiUrl(address, [])?.href).toBe(address)
  })

  test('so may an extra origin', () => {
    expect(allowedApiUrl('http://127.0.0.1:9099/api/', ['http://127.0.0.1:9099'])).not.toBeNull()
    expect(allowedApiUrl('http://127.0.0.1:9099/api/', [])).toBeNull()
  })

  test.each(['http://127.0.0.1:9099/api/?x=1', 'http://127.0.0.1:9099/api/#x'])(
    'an extra origin may not carry anything behind the path: %s',
    address => {
      expect(allowedApiUrl(address, ['http://127.0.0.1:9099'])).toBeNull()
    },
  )

  test.each([
    'https://slack.com/api/?x=1',
    'https://slack.com/api/#x',
    'https://slack.com/api',
    'https://slack.com/api/chat',
    'https://slack.com/',
    'https://SLACK.com/api/',
    'https://slack.com:443/api/',
    'https://slack.com:8443/api/',
    'http://slack.com/api/',
    'https://slack.com.evil.example/api/',
    'https://user@slack.com/api/',
    'https://evil.example/slack.com/api/',
    'https://slack.com/api/\n',
    'https:\\\\slack.com/api/',
    'slack.com/api/',
    '',
  ])('%j may not', address => {
    expect(allowedApiUrl(address, [])).toBeNull()
  })
})
