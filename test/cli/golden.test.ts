import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { describe, expect, test } from '@jest/globals'
import { previewFormats, renderings } from '../../cli/previewFormats.ts'
import { messageNames } from '../../local/messageNames.ts'
import { previewDocuments } from '../../local/previewDocuments.ts'
import { slackFindings } from '../hostile/checkers/slackFindings.ts'
import { slackLimitFindings } from '../hostile/checkers/slackLimits.ts'
import { teamsFindings } from '../hostile/checkers/teamsFindings.ts'

const folder = path.resolve(import.meta.dirname, '../golden')
const endings = {
  text: 'txt',
  slack: 'json',
  teams: 'json',
  mail: 'txt',
  q: 'json',
  json: 'json',
  html: 'html',
} as const

/** Every message in every form in which it is sent, by file name. */
const shown = messageNames.flatMap(name =>
  previewFormats.flatMap(format => {
    const rendered = renderings[format]([previewDocuments[name]], false)
    const file = `${name}.${format}.${endings[format]}`
    return rendered === null ? [] : [[file, stripVTControlCharacters(rendered)] as const]
  }),
)

if (process.env['UPDATE_GOLDEN']) {
  mkdirSync(folder, { recursive: true })
  for (const [file, text] of shown) writeFileSync(path.join(folder, file), text)
}

const read = (file: string) => readFileSync(path.join(folder, file), 'utf8')

describe('the messages that somebody has read and found good (UPDATE_GOLDEN=1 writes them anew)', () => {
  test('are all there, and no others', () => {
    expect(readdirSync(folder).sort()).toEqual(shown.map(([file]) => file).sort())
    expect(shown).toHaveLength(7 * messageNames.length - 4)
  })

  test.each(shown)('%s', (file, text) => {
    expect(text).toBe(read(file))
  })

  test('for Teams keep within its limits, and hold nothing active that is not ours', () => {
    const payloads = shown
      .filter(([file]) => file.endsWith('.teams.json'))
      .flatMap(([file]) => JSON.parse(read(file)) as Record<string, unknown>[])

    expect(payloads).toHaveLength(messageNames.length - 1)
    expect(payloads.flatMap(payload => teamsFindings(payload))).toEqual([])
  })

  test('for Slack keep within its limits, and hold nothing active that is not ours', () => {
    const payloads = messageNames.flatMap(
      name => JSON.parse(read(`${name}.slack.json`)) as Record<string, unknown>[],
    )

    expect(payloads.flatMap(payload => [...slackLimitFindings(payload), ...slackFindings(payload)])).toEqual(
      [],
    )
  })
})
