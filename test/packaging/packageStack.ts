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
  Role: { 'Fn::Sub': string }
  Environment: { Variables: Record<string, unknown> }
}

export interface Statement {
  Action: string | string[]
  Resource: unknown
}

export interface RoleProperties {
  Policies: { PolicyDocument: { Statement: (Statement | { 'Fn::If': [string, Statement, unknown] })[] } }[]
}

export interface StateMachineProperties {
  DefinitionString: string
  DefinitionSubstitutions: Record<string, unknown>
}

/** Runs `serverless package` with an empty environment: no credentials, no Region, no settings of the person's own. */
export function packageStack(folder: string): Template {
  const cli = path.join(projectRoot, 'node_modules/serverless/bin/serverless.js')
  execFileSync(process.execPath, [cli, 'package', '--package', folder], {
    cwd: projectRoot,
    env: { HOME: folder },
    stdio: 'pipe',
  })
  const template = path.join(folder, 'cloudformation-template-update-stack.json')
  return JSON.parse(readFileSync(template, 'utf8')) as Template
}
