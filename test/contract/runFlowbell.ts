/** Runs the command as a user would: a child process with a clean environment and nothing else. */
import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..')
const BIN = join(ROOT, 'node_modules', '.bin')

export interface RunOptions {
  env?: Record<string, string | undefined>
  /** Standard input; without it, standard input is empty. */
  stdin?: string | Uint8Array
  /** Files put into the working directory, which is also HOME. */
  files?: Record<string, string>
  /** After this long the process and its children are killed. */
  limitMs?: number
}

export interface Run {
  args: readonly string[]
  code: number | null
  stdout: string
  stderr: string
  killed: boolean
  /** The real time at which the process was started. */
  begun: number
}

/** The lines of a text that are not blank. */
export const linesOf = (text: string): string[] => text.split('\n').filter(line => line.trim() !== '')

export async function runFlowbell(args: readonly string[], options: RunOptions = {}): Promise<Run> {
  const home = await mkdtemp(join(tmpdir(), 'flowbell-contract-'))
  try {
    for (const [name, content] of Object.entries(options.files ?? {})) {
      const path = join(home, name)
      await mkdir(dirname(path), { recursive: true })
      await writeFile(path, content)
    }
    const env: Record<string, string> = { PATH: `${BIN}${delimiter}${process.env['PATH'] ?? ''}`, HOME: home }
    for (const [name, value] of Object.entries(options.env ?? {})) if (value !== undefined) env[name] = value
    return await new Promise<Run>((settle, fail) => {
      const begun = Date.now()
      const child = spawn(join(BIN, 'flowbell'), args, { cwd: home, env, detached: true, stdio: 'pipe' })
      const stdout: Buffer[] = []
      const stderr: Buffer[] = []
      let killed = false
      const limit = setTimeout(() => {
        killed = true
        try {
          if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
        } catch {
          child.kill('SIGKILL')
        }
      }, options.limitMs ?? 60_000)
      child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk))
      child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk))
      child.stdin.on('error', () => {})
      child.on('error', fail)
      child.on('close', code => {
        clearTimeout(limit)
        settle({
          args,
          code,
          stdout: Buffer.concat(stdout).toString('utf8'),
          stderr: Buffer.concat(stderr).toString('utf8'),
          killed,
          begun,
        })
      })
      child.stdin.end(options.stdin ?? '')
    })
  } finally {
    await rm(home, { recursive: true, force: true })
  }
}
