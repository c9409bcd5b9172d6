import { describe, expect, test } from '@jest/globals'
import { terminalLines } from '../../cli/terminalLines.ts'

const sentence = 'words '.repeat(30).trim()
const command = `  aws network-firewall start-flow-flush ${'--option value '.repeat(10)}`

describe('a message in a terminal', () => {
  test('has its sentences broken between words, below where they begin', () => {
    for (const [start, indent] of [
      ['', ''],
      ['- ', '  '],
      ['• ', '  '],
      ['  ', '  '],
    ]) {
      const lines = terminalLines([`${start}${sentence}`], true)
      expect(lines.length).toBeGreaterThan(1)
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(80)
      for (const line of lines.slice(1)) expect(line).toMatch(new RegExp(`^${indent}words`, 'u'))
      expect(lines.map(line => line.trim()).join(' ')).toBe(`${start}${sentence}`.trim())
    }
  })

  test('has commands, addresses and records whole, since they are there to be copied', () => {
    const lines = [command, `Console: https://x ${sentence}`, `{"a":"${sentence}"}`]
    expect(terminalLines(lines, true)).toEqual(lines)
  })
})

test('into a pipe a message goes as it is', () => {
  expect(terminalLines([sentence, command], false)).toEqual([sentence, command])
})
