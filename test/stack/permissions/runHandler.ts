/**
 * Runs in a process of its own, with a function's environment and no other: imports its packaged handler as Lambda would and
 * answers each message, an event, with the outcome. Arguments: the module's file and the name of its export.
 */
import { pathToFileURL } from 'node:url'

type Handler = (event: unknown, context: object) => Promise<unknown>

/** What became of an invocation: a result, or the name and text of what was thrown. */
export type Outcome =
  | { readonly result: unknown }
  | { readonly errorType: string; readonly errorMessage: string }

const [, , modulePath = '', exportName = ''] = process.argv

async function outcomeOf(event: unknown): Promise<Outcome> {
  try {
    const module = (await import(pathToFileURL(modulePath).href)) as Record<string, Handler>
    const result = await module[exportName]?.(event, { awsRequestId: 'synthetic', functionName: 'synthetic' })
    return { result }
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error))
    return { errorType: name, errorMessage: message }
  }
}

process.on('message', (event: unknown) => {
  void outcomeOf(event).then(outcome => process.send?.(outcome))
})
