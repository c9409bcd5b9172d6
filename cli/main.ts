import { CommanderError } from 'commander'
import { InvalidEventError, InvalidSettingError } from '../functions/domain/errors.ts'
import { visibleText } from '../functions/domain/inertText.ts'
import { NoAwsAccessError } from '../local/noAwsAccessError.ts'
import { CredentialsRefusedError } from '../operator/credentialsRefusedError.ts'
import { reactToInterruption } from './interruption.ts'
import { program } from './program.ts'
import { UsageError } from './usageError.ts'

const exitCodes = { failed: 1, badUsage: 2 } as const

/** Runs one command line and sets the exit code: 0 done, 1 failed, 2 bad usage or a bad event. */
export async function main(words: readonly string[]): Promise<void> {
  reactToInterruption()
  for (const stream of [process.stdout, process.stderr]) stream.on('error', goOnUnread)
  try {
    process.exitCode = await run(words)
  } catch (error) {
    process.exitCode = isCallersFault(error) ? exitCodes.badUsage : exitCodes.failed
    process.stderr.write(`flowbell: ${oneLine(error)}\n`)
  }
  // Connections that the AWS SDK keeps open would hold the process for seconds.
  if (process.stdout.writable) process.stdout.write('', () => process.exit())
  else process.exit()
}

/** Somebody who stops reading (`| head`) does not stop the watch: people are still told. */
function goOnUnread(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error
}

async function run(words: readonly string[]): Promise<number> {
  let exitCode = 0
  const command = program(code => {
    exitCode = code
  })
  try {
    await command.parseAsync(words, { from: 'user' })
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0
    throw error
  }
  return exitCode
}

function isCallersFault(error: unknown): boolean {
  return [
    CommanderError,
    CredentialsRefusedError,
    InvalidEventError,
    InvalidSettingError,
    NoAwsAccessError,
    UsageError,
  ].some(type => error instanceof type)
}

function oneLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return visibleText(message.replace(/^error: /u, ''), 2000)
}
