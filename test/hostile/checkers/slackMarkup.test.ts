import { describe, expect, test } from '@jest/globals'
import { isOwnAddress, isOwnControl } from './ownLinks.ts'
import { slackTokens } from './slackMarkup.ts'
import { firstUnseen } from './unseenCharacters.ts'

/** The guide's own examples, and the ways around them. */
describe('a text as Slack reads it', () => {
  test.each<[string, readonly string[]]>([
    ['<!channel>', ['control']],
    ['<!here|here> <!everyone>', ['control', 'control']],
    ['<!subteam^S0123456789>', ['control']],
    ['<@U0123456789> <#C0123456789|general>', ['control', 'control']],
    ['<https://evil.example|click> <https://evil.example>', ['control', 'control']],
    ['<mailto:a@evil.example|mail>', ['control']],
    ['<!date^1392734382^{date_num}|then>', ['control']],
    ['`<!channel>`', ['code', 'control']],
    ['```<!here>```', ['code block', 'control']],
    ['<!channel', ['angle']],
    ['a > b', ['angle']],
    ['&lt;!channel&gt;', []],
    ['a & b', ['ampersand']],
    ['&am', ['ampersand']],
    ['&amp;lt;', []],
    ['&quot;', ['ampersand']],
    ['`a & b`', ['code', 'ampersand']],
    ['*bold* _italic_ ~gone~', ['bold', 'italic', 'strike']],
    ['*not\nbold*', []],
    ['`*not bold*`', ['code']],
    ['`', ['back-tick']],
    ['``', ['back-tick']],
    ['`open', ['back-tick']],
    ['`one` two` `three`', ['code', 'back-tick', 'code']],
    ['`over\nlines`', ['back-tick', 'back-tick']],
    ['word`code`', ['back-tick', 'back-tick']],
    ['```one\ntwo```', ['code block']],
    ['&gt; quote', ['quote']],
    ['one &gt; two', []],
    [':tada: :+1: :100:', ['emoji', 'emoji', 'emoji']],
    ['at 09:15:04', []],
    ['`:tada:`', ['code']],
    ['https://evil.example', ['bare link']],
    ['www.evil.example a@evil.example mailto:x', ['bare link', 'bare link', 'bare link']],
    ['`https://evil.example`', ['code']],
    ['@here @channel @everyone', ['bare mention', 'bare mention', 'bare mention']],
    ['@heretic', []],
    ['plain text, 1,234 flows (50 %)', []],
  ])('%j holds %j', (text, kinds) => {
    expect(slackTokens(text).map(({ kind }) => kind)).toEqual(kinds)
  })

  test('a token is the piece of the text that it stands for', () => {
    const text = 'see *this* and `<!here>` &'
    for (const { text: piece, index } of slackTokens(text)) expect(text.startsWith(piece, index)).toBe(true)
  })
})

describe('a link of our own', () => {
  const consoleUrl =
    'https://eu-west-1.console.aws.amazon.com/vpcconsole/home?region=eu-west-1#NetworkFirewalls:'
  test.each([
    [`<${consoleUrl}|Firewalls in the AWS console>`],
    [`<${consoleUrl}>`],
    ['<https://docs.aws.amazon.com/network-firewall/|guide>'],
    ['<https://cn-north-1.console.amazonaws.cn/vpcconsole/home|x>'],
    ['<!date^1392734382^{date_short_pretty} {time}|2014-02-18 14:39 UTC>'],
  ])('%s is', sequence => {
    expect(isOwnControl(sequence)).toBe(true)
  })

  test.each([
    ['<!channel>'],
    ['<@U0123456789>'],
    ['<#C0123456789>'],
    ['<https://evil.example|Firewalls in the AWS console>'],
    [`<${consoleUrl}|Zq click Zq>`],
    [`<${consoleUrl}|a|b>`],
    ['<https://console.aws.amazon.com.evil.example/|x>'],
    ['<https://console.aws.amazon.com@evil.example/|x>'],
    ['<http://console.aws.amazon.com/|x>'],
    ['<https://console.aws.amazon.com:8443/|x>'],
    ['<javascript:alert(1)|x>'],
    ['<!date^1392734382^{date_num}^https://evil.example|x>'],
    ['<>'],
  ])('%s is not', sequence => {
    expect(isOwnControl(sequence)).toBe(false)
  })

  test('has nothing in it that ends an address', () => {
    expect(isOwnAddress(`${consoleUrl} x`)).toBe(false)
    expect(isOwnAddress(`${consoleUrl}"`)).toBe(false)
  })
})

describe('a character that nobody sees', () => {
  test.each([
    ['\0', 'U+0000'],
    ['\u001b', 'U+001B'],
    ['\r', 'U+000D'],
    ['\u007f', 'U+007F'],
    ['\u0085', 'U+0085'],
    ['\u00ad', 'U+00AD'],
    ['\u061c', 'U+061C'],
    ['\u200b', 'U+200B'],
    ['\u202e', 'U+202E'],
    ['\u2028', 'U+2028'],
    ['\u2066', 'U+2066'],
    ['\u3164', 'U+3164'],
    ['\ufeff', 'U+FEFF'],
    ['a\ufe0f', 'U+FE0F'],
    ['\u{e0041}', 'U+E0041'],
    ['\ud83d', 'U+D83D'],
  ])('%j is found', (text, name) => {
    expect(firstUnseen(`before ${text} behind`)).toBe(name)
  })

  test.each(['plain', 'two\nlines', 'ü 漢 ﷺ 😀 ✅ ⚠\ufe0f …', '\u00a0'])('%j holds none', text => {
    expect(firstUnseen(text)).toBeNull()
  })
})
