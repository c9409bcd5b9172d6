import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'

export const projectRoot = path.resolve(import.meta.dirname, '../..')

interface Resource {
  Type: string
  Properties: unknown
}

export interface Template {
  Resources: Record<string, Resource>
  Outputs: Record<string, { Value: unknown }>
}

export interface LambdaProperties {
  Handler: string
  Runtime: string
  Architectures: string[]
  Environment: { Variables: Record<string, unknown> }
}

export interface StateMachineProperties {
  DefinitionString: string
  DefinitionSubstitutions: Record<string, unknown>
}

/** Values of `--param`, by name. */
export type StackParameters = Readonly<Record<string, string>>

/** Runs `serverless package` with an empty environment: no credentials, no Region, no settings of the person's own. */
export function packageStack(folder: string, parameters: StackParameters = {}): Template {
  const cli = path.join(projectRoot, 'node_modules/serverless/bin/serverless.js')
  const given = Object.entries(parameters).flatMap(([name, value]) => ['--param', `${name}=${value}`])
  execFileSync(process.execPath, [cli, 'package', '--package', folder, ...given], {
    cwd: projectRoot,
    env: { HOME: folder },
    stdio: 'pipe',
  })
  return JSON.parse(readFileSync(templateFile(folder), 'utf8')) as Template
}

/** Where `packageStack` leaves the template. */
export function templateFile(folder: string): string {
  return path.join(folder, 'cloudformation-template-update-stack.json')
}
