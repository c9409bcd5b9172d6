import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(new URL('outsideJest.ts', import.meta.url))

/** Makes each call in a process of its own and tells what became of it; see outsideJest.ts. */
export async function runOutsideJest(calls: readonly string[]): Promise<unknown[]> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program, ...calls], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const output = await text(child.stdout)
  return output
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line))
}
