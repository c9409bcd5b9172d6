import type { Template } from '../packageStack.ts'

/** The stack as it was packaged once for all suites: its template, and the folder with the functions' zips. */
export interface Packaged {
  readonly folder: string
  readonly template: Template
}

export const functionNames = [
  'startWatch',
  'sweepOperations',
  'pollOperation',
  'collectResults',
  'gatherContext',
  'composeNotice',
  'recordAudit',
  'deliverNotification',
  'parkNotification',
]

/** The beginning of a function's logical ids. */
export function idOf(functionName: string): string {
  return functionName.charAt(0).toUpperCase() + functionName.slice(1)
}
