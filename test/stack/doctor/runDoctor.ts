import { type Run, runFlowbell } from '../../contract/runFlowbell.ts'
import { region } from './clients.ts'
import type { World } from './world.ts'

type Told = {
  readonly name: string
  readonly status: 'OK' | 'FAULT' | 'UNKNOWN'
  readonly found: string
  readonly fix: string | null
}
export type DoctorReport = {
  readonly stack: string
  readonly region: string
  readonly healthy: boolean
  readonly checks: readonly Told[]
}

/** Everything that any run has printed, to be searched for what nobody may see. */
export const printed: string[] = []

/** The environment of somebody who has access to the world, and nothing else. */
export function accessTo({ router }: World): Record<string, string> {
  return {
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL: router.origin,
  }
}

export async function runCommand(words: readonly string[], env: Record<string, string>): Promise<Run> {
  const run = await runFlowbell(words, { env })
  printed.push(run.stdout, run.stderr)
  return run
}

/** `flowbell doctor --json` as a process of its own. */
export async function runDoctor(
  world: World,
  variables: Readonly<Record<string, string>> = {},
): Promise<{ readonly code: number | null; readonly stderr: string; readonly report: DoctorReport }> {
  const { code, stdout, stderr } = await runCommand(['doctor', '--json'], {
    ...accessTo(world),
    ...variables,
  })
  return { code, stderr, report: JSON.parse(stdout) as DoctorReport }
}
