import { styleText } from 'node:util'
import { plural } from '../functions/domain/words.ts'
import type { CheckResult } from '../operator/doctor/examination.ts'
import type { Fix, Status } from '../operator/doctor/finding.ts'

/** What all checks of one stack found. */
export type Report = {
  readonly stack: string
  readonly region: string
  readonly checks: readonly CheckResult[]
}

/** The one JSON object of `--json`; `fix` is one text, with the command behind the words. */
export function doctorJson({ stack, region, checks }: Report): string {
  const healthy = checks.every(({ status }) => status === 'OK')
  const told = checks.map(({ name, status, found, fix }) => ({
    name,
    status,
    found,
    fix: fix && fixInWords(fix),
  }))
  return `${JSON.stringify({ stack, region, healthy, checks: told })}\n`
}

/** The report for people: one line a check, the fix of what is not well below it, and a summary. */
export function doctorText({ stack, region, checks }: Report): string {
  const title = styleText('bold', `Flowbell doctor: ${stack} in ${region}`)
  return `${[title, '', ...checks.flatMap(checkLines), '', summary(checks)].join('\n')}\n`
}

const marks = {
  OK: styleText('green', '✔'),
  FAULT: styleText('red', '✘'),
  UNKNOWN: styleText('yellow', '?'),
} as const satisfies Record<Status, string>

function checkLines({ status, words, found, fix }: CheckResult): string[] {
  const title = status === 'OK' ? words : styleText('bold', words)
  const line = `${marks[status]} ${title}: ${status === 'OK' ? styleText('dim', found) : found}`
  return fix ? [line, `  ${fixLine(fix)}`] : [line]
}

function fixLine({ words, command }: Fix): string {
  return command ? `${words}: ${styleText('cyan', command)}` : `${words}.`
}

function fixInWords({ words, command }: Fix): string {
  return command ? `${words}: ${command}` : words
}

function summary(checks: readonly CheckResult[]): string {
  const count = (status: Status) => checks.filter(check => check.status === status).length
  const [faults, open] = [count('FAULT'), count('UNKNOWN')]
  if (faults + open === 0)
    return styleText(['bold', 'green'], `All is well: ${plural(checks.length, 'check')}.`)
  const parts = [
    ...(faults > 0 ? [`${faults} not well`] : []),
    ...(open > 0 ? [`${open} not known`] : []),
    `${count('OK')} well`,
  ]
  return styleText(['bold', faults > 0 ? 'red' : 'yellow'], `${parts.join(', ')}.`)
}
