import { describe, expect, test } from '@jest/globals'
import { slackLimitFindings } from './slackLimits.ts'

const text = (length: number, type = 'mrkdwn') => ({ type, text: 'x'.repeat(length) })
const section = (length: number) => ({ type: 'section', text: text(length) })
const header = (length: number) => ({ type: 'header', text: text(length, 'plain_text') })
const fields = (count: number, length = 1) => ({ type: 'section', fields: times(count, text(length)) })
const context = (count: number) => ({ type: 'context', elements: times(count, text(1)) })
const button = (length: number) => ({ type: 'button', text: text(length, 'plain_text') })
const actions = (count: number, length = 1) => ({ type: 'actions', elements: times(count, button(length)) })

function times<Item>(count: number, item: Item): Item[] {
  return Array.from({ length: count }, () => item)
}

function message(...blocks: readonly object[]) {
  return { text: 'x', blocks }
}

describe('a message at its limits', () => {
  test.each<[string, object]>([
    ['text of 4000', { text: 'x'.repeat(4000) }],
    ['50 blocks', message(...times(50, { type: 'divider' }))],
    ['section of 3000', message(section(3000))],
    ['header of 150', message(header(150))],
    ['10 fields', message(fields(10))],
    ['a field of 2000', message(fields(1, 2000))],
    ['10 elements', message(context(10))],
    ['25 buttons of 75', message(actions(25, 75))],
    ['9999 characters', message(section(3000), section(3000), section(3000), section(999))],
    ['block_id of 255', message({ type: 'divider', block_id: 'x'.repeat(255) })],
    ['blocks taken away', { text: 'x', blocks: [] }],
  ])('with %s is taken', (_name, payload) => {
    expect(slackLimitFindings({ ...payload })).toEqual([])
  })

  test.each<[string, object]>([
    ['no text', message(section(1), { type: 'divider' }).blocks],
    ['an empty text', { text: '' }],
    ['text of 4001', { text: 'x'.repeat(4001) }],
    ['51 blocks', message(...times(51, { type: 'divider' }))],
    ['blocks that are no list', { text: 'x', blocks: {} }],
    ['section of 3001', message(section(3001))],
    ['section of 0', message(section(0))],
    ['section of nothing', message({ type: 'section' })],
    ['header of 151', message(header(151))],
    ['header of mrkdwn', message({ type: 'header', text: text(1) })],
    ['11 fields', message(fields(11))],
    ['no fields', message(fields(0))],
    ['a field of 2001', message(fields(1, 2001))],
    ['11 elements', message(context(11))],
    ['no elements', message(context(0))],
    ['26 buttons', message(actions(26))],
    ['a button of 76', message(actions(1, 76))],
    ['a button of mrkdwn', message({ type: 'actions', elements: [{ type: 'button', text: text(1) }] })],
    ['10,000 characters', message(section(3000), section(3000), section(3000), section(1000))],
    ['block_id of 256', message({ type: 'divider', block_id: 'x'.repeat(256) })],
    ['the same block_id twice', message(...times(2, { type: 'divider', block_id: 'x' }))],
    ['an unknown block', message({ type: 'constructor' })],
    ['a number as text', { text: 1 }],
  ])('with %s is not', (_name, payload) => {
    expect(slackLimitFindings({ ...payload })).not.toEqual([])
  })
})
