import { describe, expect, test } from '@jest/globals'
import { amazonQFindings } from './amazonQFindings.ts'
import { commandFindings } from './commandFindings.ts'
import { eventBridgeFindings } from './eventBridgeFindings.ts'
import { jsonLineFindings } from './jsonLineFindings.ts'
import { mailBodyFindings, mailSubjectFindings } from './mailFindings.ts'
import { snsFindings } from './snsFindings.ts'

const document = { outcome: 'COMPLETED' }

describe('Amazon Q', () => {
  const content = {
    textType: 'client-markdown',
    title: 'Done',
    description: 'User: `Zq x Zq`',
    nextSteps: ['Wait.'],
  }
  const body = (changes: object, envelope: object = {}) =>
    JSON.stringify({
      version: '1.0',
      source: 'custom',
      content: { ...content, ...changes },
      metadata: { threadId: 'x', summary: 'Done', relatedResources: ['arn:aws:x:::y'] },
      ...envelope,
    })

  test('takes a sound notification', () => {
    expect(amazonQFindings(body({}))).toEqual([])
  })

  test.each<[string, string]>([
    ['a number as version', body({}, { version: 1 })],
    ['no content', body({}, { content: undefined })],
    ['a title of 251', body({ title: 'x'.repeat(251) })],
    ['no description', body({ description: '' })],
    ['a description of 8001', body({ description: 'x'.repeat(8001) })],
    ['a mention', body({ description: '<!channel>' })],
    ['a mention in plain words', body({ title: '@here' })],
    ['foreign bold', body({ description: 'User: Zq *x* Zq' })],
    ['foreign emphasis of CommonMark', body({ description: 'User: Zq__x__Zq' })],
    ['a foreign link', body({ nextSteps: ['See Zq[x](https://evil.example)Zq'] })],
    ['a foreign address', body({ title: 'Zqhttps://evil.exampleZq' })],
    ['a foreign heading', body({ description: 'x\n# Zq x' })],
    ['HTML', body({ description: 'Zq<b>Zq' })],
    ['an emoji', body({ title: 'a :tada: b' })],
    ['a span that goes on below', body({ description: 'A: ``\nB: `Zq *x* Zq`' })],
    ['foreign text out of its span', body({ description: 'A: `Zq` *Zq* `Zq`' })],
    ['a bidirectional mark', body({ title: 'a\u202eb' })],
    ['no JSON', '{'],
  ])('refuses %s', (_name, text) => {
    expect(amazonQFindings(text)).not.toEqual([])
  })
})

describe('mail', () => {
  test('takes a sound one', () => {
    const link = 'https://eu-west-1.console.aws.amazon.com/vpcconsole/home?region=eu-west-1#NetworkFirewalls:'
    expect(mailBodyFindings(`Done\n\nUser: Zq x Zq\n  Zq 10.0.0.1 Zq\nConsole: ${link}\n`)).toEqual([])
    expect(mailSubjectFindings('FAILED: flow flush on edge')).toEqual([])
  })

  test.each([
    'Zq begins a line',
    'User: x\nZq imitates a line',
    'User: Zq https://evil.example',
    'See http://evil.example',
    'User: Zq www.evil.example',
    'mailto:x',
    'a\u0000b',
    'a\u202eb',
    'a\ud83d',
    'x'.repeat(999),
  ])('refuses the body %j', text => {
    expect(mailBodyFindings(text)).not.toEqual([])
  })

  test.each(['', ' x', 'x'.repeat(100), 'ä', 'a\nb', 'a\tb'])('refuses the subject %j', subject => {
    expect(mailSubjectFindings(subject)).not.toEqual([])
  })
})

describe('a line of a log', () => {
  test('may hold anything, if it stands as an escape', () => {
    expect(jsonLineFindings('log', '{"a":"\\n\\u2028\\u202e\\ud83d","b":{"_aws":1}}')).toEqual([])
  })

  test.each([
    '{"a":1}\n{"b":2}',
    '[1]',
    'text',
    '{"a":"\u2028"}',
    '{"a":"\u0085"}',
    '{"a":"\u202e"}',
    '{"_aws":{}}',
  ])('is refused: %j', line => {
    expect(jsonLineFindings('log', line)).not.toEqual([])
  })
})

describe('an SNS message', () => {
  const parts = {
    default: 'Done\n',
    email: 'Done\n',
    sqs: JSON.stringify(document),
    lambda: JSON.stringify(document),
    https: JSON.stringify({
      version: '1.0',
      source: 'custom',
      content: { textType: 'client-markdown', title: 'x', description: 'x' },
    }),
  }
  const publish = (changes: object, input: object = {}) => ({
    Subject: 'Done',
    Message: JSON.stringify({ ...parts, ...changes }),
    MessageStructure: 'json',
    MessageAttributes: { outcome: { DataType: 'String', StringValue: 'COMPLETED' } },
    ...input,
  })
  const attributes = (StringValue: string, count = 1) => ({
    MessageAttributes: Object.fromEntries(
      Array.from({ length: count }, (_, index) => [`a${index}`, { DataType: 'String', StringValue }]),
    ),
  })

  test('is taken when all is well', () => {
    expect(snsFindings(publish({}), document)).toEqual([])
  })

  test.each<[string, object]>([
    ['without a subject', publish({}, { Subject: undefined })],
    ['that is no JSON', publish({}, { Message: 'text' })],
    ['without its structure', publish({}, { MessageStructure: undefined })],
    ['with a part that is no text', publish({ sqs: {} })],
    ['with another document', publish({ sqs: '{"outcome":"FAILED"}' })],
    ['with a broken document', publish({ lambda: '{"outcome"' })],
    ['with an empty attribute', publish({}, attributes(''))],
    ['with a control in an attribute', publish({}, attributes('a\u0001'))],
    ['with a line feed in an attribute', publish({}, attributes('a\nb'))],
    ['with half a character in an attribute', publish({}, attributes('\ud83d'))],
    ['with 11 attributes', publish({}, attributes('x', 11))],
    ['of more than 262,144 bytes', publish({ default: 'x\n'.repeat(131_000) })],
  ])('is refused %s', (_name, input) => {
    expect(snsFindings(input, document)).not.toEqual([])
  })
})

describe('an event', () => {
  const entry = {
    Source: 'flowbell',
    DetailType: 'Flow Operation Finished',
    Detail: JSON.stringify(document),
  }
  test('is taken when all is well', () => {
    expect(eventBridgeFindings(entry, document)).toEqual([])
  })

  test.each<[string, object]>([
    ['another source', { Source: 'aws.events' }],
    ['a foreign type', { DetailType: 'Zq<x>' }],
    ['broken detail', { Detail: '{' }],
    ['another detail', { Detail: '{}' }],
    ['too many resources', { Resources: ['x'.repeat(262_144)] }],
  ])('is refused with %s', (_name, changes) => {
    expect(eventBridgeFindings({ ...entry, ...changes }, document)).not.toEqual([])
  })
})

describe('a command', () => {
  const command = 'aws network-firewall start-flow-flush --region eu-west-1 --flow-filters "Protocols=6"'
  test.each([`\`${command}\``, `Start it again:\n  ${command}\n`, 'no command'])('is plain: %j', text => {
    expect(commandFindings('mail', text)).toEqual([])
  })

  test.each([
    ';id',
    ' ; id',
    '$(id)',
    '|id',
    ' &amp;&amp; id',
    ' > x',
    ' --endpoint-url https://evil.example',
    ' "a b"',
    "'",
    '\\',
    ' *',
  ])('is not, with %j', poison => {
    expect(commandFindings('mail', `${command}${poison}`)).not.toEqual([])
  })
})
