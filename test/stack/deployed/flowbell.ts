import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { projectRoot } from '../../packaging/packageStack.ts'

const commandMilliseconds = 60_000
const run = promisify(execFile)

/** Runs one `flowbell` command with `--json`, as an operator would. Gives its exit code and its answer. */
export async function flowbell(
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<{ exitCode: number; answer: Record<string, unknown> }> {
  const program = path.join(projectRoot, 'cli/flowbell.mjs')
  const options = { env: environment, timeout: commandMilliseconds }
  const { code, stdout, stderr } = await run(process.execPath, [program, ...words, '--json'], options).then(
    output => ({ ...output, code: 0 }),
    (error: unknown) => error as { code: number; stdout: string; stderr: string },
  )
  if (stdout === '') throw new Error(`flowbell ${words.join(' ')} gave no answer: ${stderr}`)
  return { exitCode: code, answer: JSON.parse(stdout) as Record<string, unknown> }
}
