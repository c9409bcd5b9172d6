import path from 'node:path'
import { projectRoot } from '../../../packaging/packageStack.ts'
import { pythonProgram } from '../../support/pythonTools.ts'
import { startChildServer } from './childServer.ts'
import { accountId, credentials, type Emulator, region } from './emulator.ts'
import { freePort } from './freePort.ts'

/** ministack, and what of it can be set while it runs. */
export type Ministack = Emulator & {
  /** 1: waits and retry delays take their time; 0: they take none. */
  scaleWaits(factor: 0 | 1): Promise<void>
}

/**
 * Starts ministack, which runs functions as Node processes of its own and lets them call what their roles allow.
 *
 * @param functionEnvironment reaches every deployed function beside the settings of its own: functions run in the environment of ministack
 * @param workingFolder gets the unpacked functions
 */
export async function startMinistack(
  functionEnvironment: Readonly<Record<string, string>>,
  workingFolder: string,
): Promise<Ministack> {
  const port = await freePort()
  const endpoint = `http://127.0.0.1:${port}`
  const server = await startChildServer({
    program: pythonProgram('ministack', 'python'),
    words: [path.join(import.meta.dirname, 'run_ministack.py')],
    workingFolder,
    environment: {
      ...functionEnvironment,
      PATH: `${path.join(projectRoot, 'node_modules/.bin')}:${process.env['PATH'] ?? ''}`,
      HOME: workingFolder,
      TMPDIR: workingFolder,
      PYTHONDONTWRITEBYTECODE: '1',
      // The default is every interface of the machine.
      BIND_HOST: '127.0.0.1',
      MINISTACK_HOST: '127.0.0.1',
      GATEWAY_PORT: String(port),
      IOT_MTLS_ENABLED: '0',
      SFTP_ENABLED: '0',
      LAMBDA_EXECUTOR: 'local',
      LAMBDA_ASYNC_RETRY_BASE_SECONDS: '0',
      AUTH: 'true',
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      MINISTACK_REGION: region,
      MINISTACK_ACCOUNT_ID: accountId,
    },
    readyUrl: `${endpoint}/_ministack/health`,
  })
  return { ...server, endpoint, scaleWaits: factor => scaleWaits(endpoint, factor) }
}

async function scaleWaits(endpoint: string, factor: 0 | 1): Promise<void> {
  const answer = await fetch(`${endpoint}/_ministack/config`, {
    method: 'POST',
    body: JSON.stringify({ 'stepfunctions._SFN_WAIT_SCALE': factor }),
  })
  if (!answer.ok) throw new Error(`ministack refused the scale of waits: ${await answer.text()}`)
}
