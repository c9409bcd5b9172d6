import path from 'node:path'
import { pythonProgram } from '../../support/pythonTools.ts'
import { startChildServer } from './childServer.ts'
import type { Emulator } from './emulator.ts'
import { freePort } from './freePort.ts'

/** Starts moto, which knows the CloudFormation of more resources than ministack, lints templates, and runs no function. */
export async function startMoto(workingFolder: string): Promise<Emulator> {
  const port = await freePort()
  const endpoint = `http://127.0.0.1:${port}`
  const server = await startChildServer({
    program: pythonProgram('moto', 'moto_server'),
    words: ['-H', '127.0.0.1', '-p', String(port)],
    workingFolder,
    environment: { PATH: path.dirname(pythonProgram('moto', 'python')), HOME: workingFolder },
    readyUrl: `${endpoint}/moto-api/data.json`,
  })
  return { ...server, endpoint }
}
