import { spawnSync } from 'node:child_process'

const maxMinutes = 4

/** Runs a linter that prints JSON and says by its exit code that it has findings. Throws when it printed no JSON. */
export function runLinter(program: string, words: readonly string[]): unknown {
  const { stdout, stderr, error } = spawnSync(program, words, {
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
    timeout: maxMinutes * 60_000,
  })
  if (error) throw error
  try {
    return JSON.parse(stdout)
  } catch {
    throw new Error(`${program} printed no JSON: ${stdout.slice(0, 500)}${stderr.slice(0, 2000)}`)
  }
}
