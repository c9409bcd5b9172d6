import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { eventually } from '../eventually.ts'

/** A server that a test started, as a process of its own. */
export type ChildServer = {
  readonly processId: number
  /** Ends the process and waits until it is gone. */
  stop(): Promise<void>
}

export type ServerCommand = {
  readonly program: string
  readonly words: readonly string[]
  /** All that the process gets: nothing of the person's own settings. */
  readonly environment: Readonly<Record<string, string>>
  readonly workingFolder: string
  /** Answers with a success once the server is up. */
  readonly readyUrl: string
}

const keptOutput = 4_000
const startSeconds = 90
const stopMilliseconds = 10_000

/** Starts a server and waits until it answers. Throws with the end of its output when it does not. */
export async function startChildServer(command: ServerCommand): Promise<ChildServer> {
  const child = spawn(command.program, command.words, {
    cwd: command.workingFolder,
    env: command.environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const keep = (text: Buffer) => {
    output = `${output}${text.toString()}`.slice(-keptOutput)
  }
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  const exited = once(child, 'exit')
  const server = {
    processId: child.pid ?? 0,
    stop: async () => {
      child.kill('SIGTERM')
      const late = setTimeout(() => child.kill('SIGKILL'), stopMilliseconds)
      await exited
      clearTimeout(late)
    },
  }
  try {
    await eventually(`${command.readyUrl} answers`, () => isUp(command.readyUrl), startSeconds)
    return server
  } catch (error) {
    await server.stop()
    throw new Error(`${command.program} did not start: ${output}`, { cause: error })
  }
}

async function isUp(url: string): Promise<true | undefined> {
  try {
    return (await fetch(url)).ok || undefined
  } catch {
    return undefined
  }
}
