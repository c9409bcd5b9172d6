import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import type { PackagedFunction } from '../interpreter/packagedFunctions.ts'
import type { Outcome } from './runHandler.ts'

const maxInvocationMilliseconds = 30_000

/** One packaged function in a process of its own, as in Lambda: warm from the second event on. */
export class HandlerProcess {
  readonly #process: ChildProcess

  /** @param environment all that the function sees */
  constructor({ modulePath, exportName }: PackagedFunction, environment: Readonly<Record<string, string>>) {
    this.#process = fork(path.join(import.meta.dirname, 'runHandler.ts'), [modulePath, exportName], {
      env: environment,
      execArgv: ['--disable-warning=ExperimentalWarning'],
      // A function's log is its standard output, and of no interest here.
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
  }

  async invoke(event: unknown): Promise<Outcome> {
    const abandoned = AbortSignal.timeout(maxInvocationMilliseconds)
    const answer = once(this.#process, 'message', { signal: abandoned })
    this.#process.send(JSON.parse(JSON.stringify(event)) as object)
    const [outcome] = (await answer) as [Outcome]
    return outcome
  }

  async end(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return
    const exit = once(this.#process, 'exit')
    this.#process.kill('SIGKILL')
    await exit
  }
}
