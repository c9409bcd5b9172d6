import { maxEventBytes } from '../functions/domain/triggerEvent.ts'
import { inputName, readText } from './readText.ts'
import { UsageError } from './usageError.ts'

/** White space and indentation may make a file larger than the event that it holds, but not by more than this. */
const maxFileBytes = 4 * maxEventBytes

/** Reads an event from a file, or from standard input for `-`. Throws UsageError that says what is wrong with it. */
export async function readEvent(file: string): Promise<unknown> {
  const tooLarge = `larger than any EventBridge event (${maxEventBytes} bytes)`
  const text = await readText(file, { maxBytes: maxFileBytes, tooLarge })
  try {
    return JSON.parse(text)
  } catch (error) {
    const why = error instanceof Error ? error.message : 'unreadable'
    throw new UsageError(`${inputName(file)} is not JSON: ${why}`)
  }
}
