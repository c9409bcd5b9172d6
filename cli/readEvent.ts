import { open } from 'node:fs/promises'
import { maxEventBytes } from '../functions/domain/triggerEvent.ts'
import { UsageError } from './usageError.ts'

/** White space and indentation may make a file larger than the event that it holds, but not by more than this. */
const maxFileBytes = 4 * maxEventBytes

/** Reads an event from a file, or from standard input for `-`. Throws UsageError that says what is wrong with it. */
export async function readEvent(file: string): Promise<unknown> {
  const name = file === '-' ? 'standard input' : file
  const text = await readText(file, name)
  try {
    return JSON.parse(text.replace(/^\uFEFF/u, ''))
  } catch (error) {
    throw new UsageError(`${name} is not JSON: ${error instanceof Error ? error.message : 'unreadable'}`)
  }
}

async function readText(file: string, name: string): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of await bytesOf(file)) {
      const bytes = Buffer.from(chunk as Uint8Array)
      chunks.push(bytes)
      size += bytes.byteLength
      if (size > maxFileBytes) break
    }
  } catch (error) {
    throw new UsageError(
      `${name} cannot be read: ${error instanceof Error ? error.message : 'unknown failure'}`,
    )
  }
  if (size > maxFileBytes)
    throw new UsageError(`${name} is larger than any EventBridge event (${maxEventBytes} bytes)`)
  return Buffer.concat(chunks).toString('utf8')
}

async function bytesOf(file: string): Promise<AsyncIterable<unknown>> {
  return file === '-' ? process.stdin : (await open(file)).createReadStream()
}
