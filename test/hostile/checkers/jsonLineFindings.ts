import { type Finding, finding } from './finding.ts'
import { firstUnseen } from './unseenCharacters.ts'

/**
 * Faults of one line of a log: it is one JSON object on one line, nothing unseen stands in it raw, and no member at its top
 * makes CloudWatch Logs read it as embedded metrics.
 */
export function jsonLineFindings(where: string, line: string, isMetric = false): Finding[] {
  const parsed = parsedObject(line)
  return [
    ...(parsed === null ? [finding('no JSON object', where, line)] : []),
    ...(line.includes('\n') ? [finding('more than one line', where, line)] : []),
    ...unseenFindings(where, line),
    ...(!isMetric && parsed !== null && Object.hasOwn(parsed, '_aws')
      ? [finding('read as metrics', where, line)]
      : []),
  ]
}

function unseenFindings(where: string, line: string): Finding[] {
  if (!line.isWellFormed()) return [finding('half a character', where, line)]
  const unseen = firstUnseen(line)
  return unseen === null ? [] : [finding(`raw ${unseen}`, where, line)]
}

function parsedObject(line: string): object | null {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null
  } catch {
    return null
  }
}
