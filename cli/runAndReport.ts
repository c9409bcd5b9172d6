import type { WatchRequest } from '../functions/domain/watchRequest.ts'
import type { AuditLog } from '../functions/ports.ts'
import type { Runtime } from '../functions/runtime.ts'
import { runWatch, type WatchResult } from '../local/runWatch.ts'
import { shippedFunctions } from '../local/shippedFunctions.ts'
import { leaveSaying, onInterruption } from './interruption.ts'
import { startProgress } from './progress.ts'
import { deadLetterLines, jsonLine, summaryText } from './resultText.ts'

/** How a run is done and shown. `json`: standard output is one JSON object, all else goes to standard error. */
export type RunForm = { readonly json: boolean; readonly isVirtualTime: boolean }

/** Runs a watch with progress, prints how it ended, and returns the exit code. */
export async function runAndReport(
  watch: WatchRequest,
  runtime: Runtime,
  form: RunForm,
  auditLog?: AuditLog,
): Promise<number> {
  const result = await runWithProgress(watch, runtime, form, auditLog)
  reportTrouble(result, runtime)
  process.stdout.write(form.json ? jsonLine(result) : summaryText(result))
  return exitCodeOf(result)
}

export async function runWithProgress(
  watch: WatchRequest,
  runtime: Runtime,
  form: RunForm,
  auditLog?: AuditLog,
): Promise<WatchResult> {
  // A watch that nobody looks at is no loss for the operation, which cannot be cancelled anyway.
  onInterruption(() =>
    leaveSaying('stopped watching; the operation itself goes on. Run the command again to watch it.'),
  )
  const progress = startProgress(watch, form.json ? process.stderr : process.stdout)
  try {
    const functions = shippedFunctions(runtime, auditLog)
    return await runWatch(watch, { functions, isVirtualTime: form.isVirtualTime, observe: progress.observe })
  } finally {
    progress.stop()
  }
}

/** Names on standard error what did not work: every dead letter, and why the execution ended red. */
export function reportTrouble(result: WatchResult, runtime: Runtime): void {
  for (const line of deadLetterLines(result, runtime.settings.deadLetterQueueUrl !== null)) {
    process.stderr.write(`${line}\n`)
  }
  if (result.executionStatus === 'FAILED')
    process.stderr.write(`flowbell: ${result.error}: ${result.cause}\n`)
}

export function exitCodeOf(result: WatchResult): number {
  return result.executionStatus === 'SUCCEEDED' ? 0 : 1
}
