import type { SlackPayload } from './checkers/slackFindings.ts'
import type { TeamsPayload } from './checkers/teamsFindings.ts'
import type { EverythingSent } from './everythingSent.ts'

/** Makes of what was sent what a renderer with this fault would have sent. */
export type PlantedFault = readonly [name: string, plant: (sent: EverythingSent) => EverythingSent]

type TextObject = { readonly type?: string; readonly text: string }

function inSlack(change: (payload: SlackPayload) => SlackPayload): PlantedFault[1] {
  return sent => ({
    ...sent,
    slack: sent.slack.map(({ way, payload }) => {
      const changed = change(payload)
      return { way, payload: changed, json: JSON.stringify(changed) }
    }),
  })
}

/** Changes every text object in the blocks. */
function inBlocks(change: (object: TextObject) => object): PlantedFault[1] {
  const changed = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(changed)
    if (typeof value !== 'object' || value === null) return value
    if ('text' in value && typeof value.text === 'string') return change(value as TextObject)
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, changed(member)]))
  }
  return inSlack(payload => ({ ...payload, blocks: changed(payload['blocks']) }))
}

function inMarkup(change: (text: string) => string): PlantedFault[1] {
  return inBlocks(object => (object.type === 'mrkdwn' ? { ...object, text: change(object.text) } : object))
}

function inFallback(change: (text: string) => string): PlantedFault[1] {
  return inSlack(payload => ({ ...payload, text: change(String(payload['text'])) }))
}

/** Changes every message to Teams as the JSON that it is sent as. */
function inTeams(change: (json: string) => string): PlantedFault[1] {
  return sent => ({
    ...sent,
    teams: sent.teams.map(payload => JSON.parse(change(JSON.stringify(payload))) as TeamsPayload),
  })
}

/** Changes one part of an SNS message; `https` is the notification of Amazon Q, whose texts are changed inside. */
function inSns(key: 'email' | 'https' | 'sqs', change: (text: string) => string): PlantedFault[1] {
  return sent => {
    const parts = JSON.parse(sent.sns.Message ?? '{}') as Record<string, string>
    return {
      ...sent,
      sns: { ...sent.sns, Message: JSON.stringify({ ...parts, [key]: change(parts[key] ?? '') }) },
    }
  }
}

function inAuditLines(change: (line: string) => string): PlantedFault[1] {
  return sent => ({ ...sent, auditLines: sent.auditLines.map(change) })
}

const unescaped = (text: string) =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
const linked = (text: string) => text.replaceAll('[:]//', '://')
/** Up to the middle of the first entity. */
const cutInEntity = (text: string) => text.replace(/(&[a-z])[^]*$/, '$1')

export const plantedFaults: readonly PlantedFault[] = [
  ['Slack: nothing is escaped', inMarkup(unescaped)],
  ['Slack: only < is escaped', inMarkup(text => text.replaceAll('&amp;', '&').replaceAll('&gt;', '>'))],
  ['Slack: a cut through an entity', inMarkup(cutInEntity)],
  ['Slack: foreign text outside code spans', inMarkup(text => text.replaceAll('`', ''))],
  ['Slack: back-ticks left in foreign text', inMarkup(text => text.replaceAll("'", '`'))],
  ['Slack: a code span that is not closed', inMarkup(text => text.replace(/`(?=[^`]*$)/, ''))],
  ['Slack: line feeds left in foreign text', inMarkup(text => text.replaceAll('Zq ', 'Zq\n'))],
  ['Slack: half a character at the end', inMarkup(text => `${text}\ud83d`)],
  ['Slack: a bidirectional mark', inMarkup(text => text.replace('Zq', 'Zq\u202e'))],
  ['Slack: a zero-width space', inMarkup(text => text.replace('Zq', 'Zq\u200b'))],
  ['Slack: emoji in the header', inBlocks(object => ({ ...object, emoji: true }))],
  [
    'Slack: addresses that Slack may link',
    inBlocks(object => ({ ...object, verbatim: false, text: linked(object.text).replaceAll('`', '') })),
  ],
  ['Slack: a text that is not verbatim', inBlocks(object => ({ ...object, verbatim: undefined }))],
  ['Slack: a section too long', inMarkup(text => text.padEnd(3001, 'x'))],
  ['Slack: an empty section', inMarkup(() => '')],
  [
    'Slack: too many blocks',
    inSlack(payload => ({ ...payload, blocks: Array.from({ length: 51 }, () => ({ type: 'divider' })) })),
  ],
  ['Slack: the fallback unescaped', inFallback(unescaped)],
  ['Slack: the fallback cut through an entity', inFallback(cutInEntity)],
  ['Slack: the fallback too long', inFallback(text => text.padEnd(4001, 'x'))],
  ['Slack: addresses in the fallback', inFallback(linked)],
  ['Slack: the fallback as markup', inSlack(payload => ({ ...payload, mrkdwn: true }))],
  ['Teams: texts that are read as Markdown', inTeams(json => json.replaceAll('RichTextBlock', 'TextBlock'))],
  ['Teams: facts', inTeams(json => json.replace('"type":"RichTextBlock"', '"type":"FactSet"'))],
  ['Teams: a person named', inTeams(json => json.replace('"width":"Full"', '"entities":[]'))],
  ['Teams: a link behind a text', inTeams(json => json.replace('"text"', '"selectAction":{},"text"'))],
  ['Teams: functions left whole', inTeams(json => json.replace('Zq', '{{DATE(Zq)}}'))],
  ['Teams: templates left whole', inTeams(json => json.replace('Zq', '${Zq}'))],
  ['Teams: addresses left whole', inTeams(linked)],
  ['Teams: line feeds left in foreign text', inTeams(json => json.replace('Zq', String.raw`Zq\n`))],
  ['Teams: a bidirectional mark', inTeams(json => json.replace('Zq', 'Zq\u202e'))],
  ['Teams: half a character', inTeams(json => json.replace('Zq', 'Zq\ud83d'))],
  [
    'Teams: foreign text as the fallback',
    inTeams(json => json.replace('"fallbackText":"', '"fallbackText":"Zq')),
  ],
  [
    'Teams: a link elsewhere',
    inTeams(json => json.replace(/"url":"[^"]*"/, '"url":"https://evil.example/"')),
  ],
  ['Teams: too long', inTeams(json => json.replace('"text":"', `"text":"${'x'.repeat(24_000)}`))],
  ['Teams: an empty text', inTeams(json => json.replace(/"text":"[^"]*"/, '"text":""'))],
  ['Teams: no message', sent => ({ ...sent, teams: [] })],
  ['mail: addresses left whole', inSns('email', linked)],
  ['mail: line feeds left in foreign text', inSns('email', text => text.replaceAll('Zq', '\nZq'))],
  ['mail: an escape of a terminal', inSns('email', text => text.replace('Zq', 'Zq\u001b[31m'))],
  ['Amazon Q: nothing is escaped', inSns('https', unescaped)],
  ['Amazon Q: foreign text outside code spans', inSns('https', text => text.replaceAll('`', ''))],
  [
    'Amazon Q: addresses in the title',
    inSns('https', text => text.replace('"title":"', '"title":"Zq https://evil.example ')),
  ],
  ['SNS: another document', inSns('sqs', text => text.replace('"polls":', '"pills":'))],
  ['SNS: a subject too long', sent => ({ ...sent, sns: { ...sent.sns, Subject: 'x'.repeat(100) } })],
  [
    'SNS: a name as it came',
    sent => ({
      ...sent,
      sns: {
        ...sent.sns,
        MessageAttributes: { firewallName: { DataType: 'String', StringValue: 'Zq\u202e' } },
      },
    }),
  ],
  [
    'EventBridge: a detail cut off',
    sent => ({
      ...sent,
      eventBridge: { ...sent.eventBridge, Detail: sent.eventBridge.Detail?.slice(0, -1) },
    }),
  ],
  ['audit: line separators left raw', inAuditLines(line => line.replaceAll(String.raw`\u2028`, '\u2028'))],
  [
    'audit: bidirectional marks left raw',
    inAuditLines(line => line.replaceAll(String.raw`\u202e`, '\u202e')),
  ],
  ['audit: line feeds left raw', inAuditLines(line => line.replaceAll(String.raw`\n`, '\n'))],
  [
    'audit: foreign text at the top',
    inAuditLines(line => line.replace('{', '{"_aws":{"CloudWatchMetrics":[]},')),
  ],
  ['queue: the document is missing', sent => ({ ...sent, deadLetters: ['{"document":{}}'] })],
]
