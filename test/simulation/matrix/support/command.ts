import { linesOf, type RunOptions, runFlowbell } from '../../../contract/runFlowbell.ts'

/** Settings with which the command gets as far as to its input. */
const soundSettings = {
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  FLOWBELL_AUDIT_LOG_GROUP: '/flowbell/audit',
}

/** Runs the command as a user would, and gives its exit code and the lines of both outputs. */
export async function command(args: readonly string[], options: RunOptions = {}) {
  const { code, stdout, stderr } = await runFlowbell(args, {
    ...options,
    env: { ...soundSettings, ...options.env },
  })
  return { code, stdout: linesOf(stdout), stderr: linesOf(stderr) }
}
