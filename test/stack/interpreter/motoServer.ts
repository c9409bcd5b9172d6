import { spawn } from 'node:child_process'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { pythonProgram } from '../support/pythonTools.ts'

export type MotoServer = { readonly origin: string; close(): Promise<void> }

/** The program that `startMoto` runs with moto's Python. */
export const launcher = path.join(import.meta.dirname, 'moto_server.py')

/** Starts moto on loopback, its interpreter on. It ends with `close`, and with this process in any case. */
export async function startMoto(time: 'VIRTUAL' | 'REAL'): Promise<MotoServer> {
  const words = time === 'REAL' ? [launcher, 'real-time'] : [launcher]
  const server = spawn(pythonProgram('moto', 'python'), words, {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local', MOTO_ACCOUNT_ID: '123456789012' },
  })
  let complaints = ''
  server.stderr.on('data', (chunk: Buffer) => {
    complaints += chunk.toString('utf8')
  })
  const ended = new Promise<void>(resolve => server.once('exit', () => resolve()))
  const port = await new Promise<number>((resolve, reject) => {
    createInterface({ input: server.stdout }).once('line', line =>
      resolve((JSON.parse(line) as { port: number }).port),
    )
    server.once('exit', code => reject(new Error(`moto did not start (${code}): ${complaints}`)))
  })
  return {
    origin: `http://127.0.0.1:${port}`,
    close: async () => {
      server.stdin.end()
      await ended
    },
  }
}
