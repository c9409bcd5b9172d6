import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { configuredChannels, readSettings } from '../../functions/config.ts'
import { canaries, leaksIn, webhookPath } from '../hostile/canary/canaries.ts'
import { ordinarySettings } from '../hostile/shippedHandlers.ts'
import { hugeText } from './support/oddValues.ts'
import { describeTarget } from './support/target.ts'

const valid: Readonly<Record<string, string>> = {
  ...ordinarySettings,
  FLOWBELL_SLACK_API_URL: 'https://slack.com/api/',
  FLOWBELL_SLACK_ORIGINS: 'http://127.0.0.1:9099, https://gateway.example',
  FLOWBELL_TEAMS_ORIGINS: 'https://gateway.example/',
  FLOWBELL_OVERDUE_MINUTES: '60',
  FLOWBELL_POLL_TABLE: '35,14,12x3',
  FLOWBELL_STATE_MACHINE_ARN: 'arn:aws:states:eu-west-1:123456789012:stateMachine:watch',
  FLOWBELL_ROUTES: '{"schemaVersion":1,"routes":[]}',
  FLOWBELL_ROUTES_PARAMETER: '/flowbell/routes',
  FLOWBELL_STACK_NAME: 'flowbell',
}

/** All settings there are, as the refusal of an unknown one names them: a new one is fuzzed from its first day. */
const names = settingNames()

function settingNames(): string[] {
  try {
    readSettings({ FLOWBELL_NO_SUCH_SETTING: 'x' }, [])
    return []
  } catch (error) {
    const [, list = ''] = /the settings are (.*)$/.exec(String(error)) ?? []
    return list.split(', ')
  }
}

test('every setting with a valid value here is one', () => {
  expect(names).toEqual(expect.arrayContaining(Object.keys(valid)))
})

/** A value of a variable, which is a text without a NUL; secrets are pasted into the wrong one. */
const oddText = fc.oneof(
  fc.constantFrom(...Object.values(valid)),
  fc.constantFrom(
    '',
    ' ',
    '\n',
    '0',
    '721',
    '1e2',
    '٦٠',
    'null',
    '__proto__',
    'https://slack.com@evil.example/api/',
    'https://slack.com.evil.example/api/',
    'javascript:alert(1)',
    'http://[::1]:99999/',
    '\u202e',
    '\ud800',
    hugeText,
    canaries.botToken,
    `https://hooks.slack.com${webhookPath}`,
  ),
  fc.string({ unit: 'binary', maxLength: 30 }),
)

const environments = fc
  .tuple(
    fc.subarray(names),
    fc.dictionary(
      fc.oneof(
        { arbitrary: fc.constantFrom(...names), weight: 6 },
        {
          arbitrary: fc.constantFrom(
            'FLOWBELL_',
            'FLOWBELL_TOPIC',
            'flowbell_topic_arn',
            '__proto__',
            'PATH',
          ),
          weight: 1,
        },
      ),
      oddText,
      { maxKeys: 3 },
    ),
  )
  .map(([kept, changes]) => ({
    ...Object.fromEntries(kept.map(name => [name, valid[name] ?? ''])),
    ...changes,
  }))

describeTarget(
  'any environment',
  {
    inputs: environments,
    run: environment => readSettings(environment, []),
    refusals: ['InvalidSettingError'],
    check: settings => {
      expect(settings.overdueAfterSeconds >= 60 && settings.overdueAfterSeconds <= 43_200).toBe(true)
      expect(URL.canParse(settings.slackApiUrl)).toBe(true)
      expect(configuredChannels(settings).length).toBeLessThanOrEqual(4)
    },
    checkRefusal: ({ message }) => {
      expect(message).toMatch(/^FLOWBELL_\w* [\x20-\x7e]{1,900}$/)
      expect(leaksIn([['message', message]])).toEqual([])
    },
  },
  {
    'a number that is believed': {
      run: environment => {
        const overdueAfterSeconds = Number(environment['FLOWBELL_OVERDUE_MINUTES'] ?? '60') * 60
        return { ...readSettings({}, []), overdueAfterSeconds }
      },
    },
    'a refusal that quotes the value': {
      run: environment => {
        const [name, value] = Object.entries(environment)[0] ?? ['FLOWBELL_', '']
        throw Object.assign(new Error(`${name} is ${value}`), { name: 'InvalidSettingError' })
      },
    },
  },
)
