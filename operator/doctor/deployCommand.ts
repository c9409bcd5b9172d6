import { shell } from '../shellLine.ts'

/** Stacks are named `flowbell-<stage>`; for another name the stage is not known. */
export function deployCommand(stackName: string): string {
  const stage = /^flowbell-(.+)$/u.exec(stackName)?.[1]
  return stage ? shell`npx serverless deploy --stage ${stage}` : 'npx serverless deploy'
}
