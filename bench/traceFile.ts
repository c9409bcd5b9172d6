import { readFileSync } from 'node:fs'
import path from 'node:path'
import { recordedTrace, type Trace } from './traces.ts'

/** A trace file that cannot be used. The message says which, where and why. */
export class TraceFileError extends Error {
  override readonly name = 'TraceFileError'
}

/** Reads durations in seconds, one a line; empty lines and those that begin with # are passed over. Throws TraceFileError. */
export function readTraceFile(file: string): Trace {
  const durations = textOf(file)
    .split(/\r?\n/u)
    .flatMap((line, index) => (/^\s*(?:#|$)/u.test(line) ? [] : [durationIn(line, file, index + 1)]))
  if (durations.length === 0)
    throw new TraceFileError(`${file} holds no duration: write one a line, in seconds`)
  return recordedTrace(path.basename(file), durations)
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new TraceFileError(`cannot read ${file}: ${(error as NodeJS.ErrnoException).code ?? String(error)}`)
  }
}

function durationIn(line: string, file: string, number: number): number {
  const seconds = Number(line)
  if (Number.isFinite(seconds) && seconds > 0) return seconds
  throw new TraceFileError(
    `${file}, line ${number}: ${JSON.stringify(line.trim().slice(0, 40))} is not a number of seconds above 0`,
  )
}
