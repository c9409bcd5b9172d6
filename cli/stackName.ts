import { UsageError } from './usageError.ts'

/** The stack that the default stage deploys. */
export const defaultStackName = 'flowbell-dev'

/** CloudFormation's rule for names (CreateStack API page). Throws UsageError. */
export function stackNameGiven(text: string): string {
  if (/^[A-Za-z][A-Za-z0-9-]{0,127}$/u.test(text)) return text
  throw new UsageError(
    `--stack ${JSON.stringify(text)} is not the name of a stack: a letter, then letters, digits and -, such as ${defaultStackName}`,
  )
}
