import { fork } from 'node:child_process'
import path from 'node:path'
import type { Run } from './run.ts'
import type { WorkerRequest } from './worker.ts'

/** Longer than any run takes on the busiest machine; a process that hangs is ended. */
export const maxRunMilliseconds = 240_000

type Answer = { readonly result: Run } | { readonly failure: string }

/**
 * Runs one scenario in one engine, in a process of its own, so that neither its clock nor its environment leaks. The processes
 * share what Node.js compiles, in the folder `compileCache`: most of their time would go into that.
 */
export async function runScenario(request: WorkerRequest, compileCache: string): Promise<Run> {
  const worker = fork(path.join(import.meta.dirname, 'worker.ts'), {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    env: { NODE_COMPILE_CACHE: compileCache },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  let complaints = ''
  worker.stderr?.on('data', (chunk: Buffer) => {
    complaints += chunk.toString('utf8')
  })
  const timer = setTimeout(() => worker.kill('SIGKILL'), maxRunMilliseconds)
  try {
    const answer = await new Promise<Answer>((resolve, reject) => {
      worker.once('message', message => resolve(message as Answer))
      worker.once('error', reject)
      worker.once('exit', code =>
        reject(new Error(`the run ended with ${code ?? 'a signal'}: ${complaints}`)),
      )
      worker.send(request)
    })
    if ('failure' in answer) throw new Error(`${request.engine} ${request.scenario}: ${answer.failure}`)
    return answer.result
  } finally {
    clearTimeout(timer)
    worker.kill()
  }
}
