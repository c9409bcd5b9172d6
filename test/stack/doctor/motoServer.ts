import { type ChildProcess, spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { pythonProgram } from '../support/pythonTools.ts'

export type MotoServer = { readonly origin: string; close(): Promise<void> }

const startSeconds = 60

/** Starts moto on loopback and waits until it answers. */
export async function startMoto(): Promise<MotoServer> {
  const port = await freePort()
  const server = spawn(pythonProgram('moto', 'moto_server'), ['-H', '127.0.0.1', '-p', String(port)], {
    stdio: 'ignore',
    env: { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local', MOTO_ACCOUNT_ID: '123456789012' },
  })
  const origin = `http://127.0.0.1:${port}`
  await untilAnswering(origin, server)
  return {
    origin,
    close: async () => {
      const ended = new Promise(resolve => server.once('exit', resolve))
      server.kill('SIGTERM')
      await ended
    },
  }
}

async function untilAnswering(origin: string, server: ChildProcess): Promise<void> {
  const endsAt = Date.now() + startSeconds * 1000
  while (Date.now() < endsAt && server.exitCode === null) {
    const isUp = await fetch(`${origin}/moto-api/`).then(
      ({ ok }) => ok,
      () => false,
    )
    if (isUp) return
    await pause(100)
  }
  server.kill('SIGKILL')
  throw new Error(`moto did not answer within ${startSeconds} s`)
}

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>(resolve => probe.listen(0, '127.0.0.1', resolve))
  const address = probe.address()
  await new Promise(resolve => probe.close(resolve))
  if (typeof address !== 'object' || address === null) throw new TypeError('no port')
  return address.port
}
