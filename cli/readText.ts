import { open } from 'node:fs/promises'
import { UsageError } from './usageError.ts'

/** The name of an input in messages: the file's, or standard input for `-`. */
export function inputName(file: string): string {
  return file === '-' ? 'standard input' : file
}

/** Reads a file, or standard input for `-`. `tooLarge`: what a larger one is. Throws UsageError that says what is wrong. */
export async function readText(
  file: string,
  { maxBytes, tooLarge }: { readonly maxBytes: number; readonly tooLarge: string },
): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of await bytesOf(file)) {
      const bytes = Buffer.from(chunk as Uint8Array)
      chunks.push(bytes)
      size += bytes.byteLength
      if (size > maxBytes) break
    }
  } catch (error) {
    const why = error instanceof Error ? error.message : 'unknown failure'
    throw new UsageError(`${inputName(file)} cannot be read: ${why}`)
  }
  if (size > maxBytes) throw new UsageError(`${inputName(file)} is ${tooLarge}`)
  return Buffer.concat(chunks)
    .toString('utf8')
    .replace(/^\uFEFF/u, '')
}

async function bytesOf(file: string): Promise<AsyncIterable<unknown>> {
  return file === '-' ? process.stdin : (await open(file)).createReadStream()
}
