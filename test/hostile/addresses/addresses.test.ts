import { describe, expect, test } from '@jest/globals'
import { readSettings } from '../../../functions/config.ts'
import { InvalidSettingError } from '../../../functions/domain/errors.ts'
import { allowedApiUrl, allowedWebhook } from '../../../functions/domain/slackOrigins.ts'
import { completedReport } from '../../adapters/support/reports.ts'
import { deliveryOf, ordinarySettings, shippedHandlers, withFetch } from '../shippedHandlers.ts'
import {
  allowedGateways,
  besideTheGateways,
  type HostileAddress,
  hostileApiUrls,
  hostileWebhooks,
} from './corpus.ts'

/** What a corpus lets through, so that one failure names all. */
function acceptedOf(corpus: readonly HostileAddress[], isAccepted: (address: string) => boolean) {
  return corpus.filter(([address]) => isAccepted(address)).map(([address, reason]) => `${reason}: ${address}`)
}

/** Delivers the outcome to Slack with this secret; what became of it, and where requests went. */
async function deliverWith(secret: object, settings = readSettings(ordinarySettings, [])) {
  const requests: string[] = []
  const handlers = shippedHandlers(secret, { settings })
  const delivery = await withFetch(
    url => {
      requests.push(String(url))
      return Promise.resolve(new Response('ok'))
    },
    () =>
      handlers.deliver({
        delivery: deliveryOf('slack', 'OUTCOME'),
        document: completedReport,
        auditRecorded: true,
      }),
  )
  return { delivery, requests }
}

const undeliverable = { delivery: { status: 'UNDELIVERABLE', attempts: 0 }, requests: [] }

describe('the corpus', () => {
  test('holds at least 200 addresses of each kind, each once and with its reason', () => {
    for (const corpus of [hostileWebhooks, hostileApiUrls]) {
      expect(new Set(corpus.map(([address]) => address)).size).toBeGreaterThanOrEqual(200)
      expect(corpus.filter(([, reason]) => reason === '')).toEqual([])
    }
    expect(new Set(hostileWebhooks.map(([address]) => address)).size).toBe(hostileWebhooks.length)
  })

  test.each<[string, (address: string) => boolean, number]>([
    ['looks for the host in the text', address => address.includes('hooks.slack.com'), 100],
    ['looks at the beginning', address => address.startsWith('https://hooks.slack.com'), 80],
    ['looks at the end of the host', address => hostOf(address).endsWith('slack.com'), 60],
    ['compares the host alone', address => hostOf(address) === 'hooks.slack.com', 50],
    ['compares the origin alone', address => URL.parse(address)?.origin === 'https://hooks.slack.com', 50],
  ])('catches a check that %s', (_check, isAccepted, least) => {
    expect(acceptedOf(hostileWebhooks, isAccepted).length).toBeGreaterThanOrEqual(least)
  })
})

function hostOf(address: string): string {
  return URL.parse(address)?.hostname ?? ''
}

describe('no hostile address is accepted', () => {
  test('as a webhook', () => {
    expect(acceptedOf(hostileWebhooks, address => allowedWebhook(address, []) !== null)).toEqual([])
  })

  test('as a webhook where gateways are allowed', () => {
    const isAccepted = (address: string) => allowedWebhook(address, allowedGateways) !== null
    expect(acceptedOf([...hostileWebhooks, ...besideTheGateways], isAccepted)).toEqual([])
  })

  test('as the base of the Web API', () => {
    expect(acceptedOf(hostileApiUrls, address => allowedApiUrl(address, []) !== null)).toEqual([])
  })

  test('as the base of the Web API where gateways are allowed', () => {
    const isAccepted = (address: string) => allowedApiUrl(address, allowedGateways) !== null
    expect(acceptedOf([...hostileApiUrls, ...besideTheGateways], isAccepted)).toEqual([])
  })

  test('as FLOWBELL_SLACK_API_URL', () => {
    for (const [address, reason] of hostileApiUrls) {
      const environment = { ...ordinarySettings, FLOWBELL_SLACK_API_URL: address }
      expect({ reason, read: settled(() => readSettings(environment, [])) }).toEqual({
        reason,
        read: InvalidSettingError,
      })
    }
  })

  test.each([
    'https://hooks.slack.com/services/T000/B000/XXXX',
    'https://hooks.slack-gov.com/services/T000/B000/XXXX',
    'https://hooks.slack.com/triggers/T000/123/abc_-',
    'https://hooks.slack.com/workflows/T000/A000/123/abc',
  ])('but %s is', async webhookUrl => {
    expect(await deliverWith({ webhookUrl })).toMatchObject({
      delivery: { status: 'DELIVERED' },
      requests: [webhookUrl],
    })
  })
})

/** The class of the error, or what came out. */
function settled(read: () => unknown): unknown {
  try {
    return read()
  } catch (error) {
    return (error as object).constructor
  }
}

describe('no request leaves', () => {
  test('for a hostile webhook in the secret', async () => {
    // White space around it is taken away before it is looked at.
    for (const [webhookUrl, reason] of hostileWebhooks.filter(([address]) => address.trim() === address)) {
      expect({ reason, ...(await deliverWith({ webhookUrl })) }).toMatchObject({ reason, ...undeliverable })
    }
  })

  test('for a hostile base of the Web API, even past the reading of the settings', async () => {
    const bot = { botToken: 'xoxb-1-2', channel: 'C0123456789' }
    for (const [slackApiUrl, reason] of hostileApiUrls) {
      const settings = { ...readSettings(ordinarySettings, []), slackApiUrl }
      expect({ reason, ...(await deliverWith(bot, settings)) }).toMatchObject({ reason, ...undeliverable })
    }
  })
})
