import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

const projectRoot = path.resolve(import.meta.dirname, '../../..')

type Resource = { readonly Type: string; readonly Properties?: Readonly<Record<string, unknown>> }

export type Statement = {
  readonly Effect: string
  readonly Action: string | readonly string[]
  readonly Resource?: unknown
  readonly Principal?: unknown
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>
}

/** What `serverless print` says of the stack: the project's own resources, with all files put together. */
export type PrintedStack = {
  readonly provider: { readonly environment: Readonly<Record<string, unknown>> }
  readonly functions: Readonly<Record<string, object>>
  readonly resources: {
    readonly Resources: Readonly<Record<string, Resource>>
    readonly extensions: Readonly<Record<string, { readonly Properties: Readonly<Record<string, unknown>> }>>
  }
}

/** Prints the stack without packaging it, which would write to the folder of the project. */
export function printedStack(): PrintedStack {
  const home = mkdtempSync(path.join(tmpdir(), 'flowbell-print-'))
  try {
    const cli = path.join(projectRoot, 'node_modules/serverless/bin/serverless.js')
    const text = execFileSync(process.execPath, [cli, 'print', '--format', 'json'], {
      cwd: projectRoot,
      env: { HOME: home },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      maxBuffer: 16 * 1024 * 1024,
    })
    return JSON.parse(text) as PrintedStack
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

export function ofType(
  { resources }: PrintedStack,
  type: string,
): (readonly [string, Readonly<Record<string, unknown>>])[] {
  return Object.entries(resources.Resources)
    .filter(([, resource]) => resource.Type === type)
    .map(([name, { Properties = {} }]) => [name, Properties] as const)
}

/** The statements of every role's policies, with the role's name. */
export function roleStatements(stack: PrintedStack): (readonly [role: string, statement: Statement])[] {
  return ofType(stack, 'AWS::IAM::Role').flatMap(([role, { Policies = [] }]) =>
    (Policies as readonly { readonly PolicyDocument: { readonly Statement: readonly Conditional[] } }[])
      .flatMap(({ PolicyDocument }) => PolicyDocument.Statement.flatMap(inForce))
      .map(statement => [role, statement] as const),
  )
}

/** A statement may hang on a condition of the stack; it counts as if it always held. */
type Conditional =
  | Statement
  | { readonly 'Fn::If': readonly [string, Conditional, Conditional] }
  | { readonly Ref: string }

function inForce(given: Conditional): Statement[] {
  if ('Fn::If' in given) return given['Fn::If'].slice(1).flatMap(each => inForce(each as Conditional))
  return 'Effect' in given ? [given] : []
}

/** The statements of the policies of queues, topics and keys. */
export function resourceStatements(stack: PrintedStack): (readonly [name: string, statement: Statement])[] {
  const documents = [
    ...ofType(stack, 'AWS::SQS::QueuePolicy').map(
      ([name, { PolicyDocument }]) => [name, PolicyDocument] as const,
    ),
    ...ofType(stack, 'AWS::SNS::TopicPolicy').map(
      ([name, { PolicyDocument }]) => [name, PolicyDocument] as const,
    ),
  ]
  return documents.flatMap(([name, document]) =>
    (document as { readonly Statement: readonly Conditional[] }).Statement.flatMap(inForce).map(
      statement => [name, statement] as const,
    ),
  )
}

export function actionsOf({ Action }: Statement): readonly string[] {
  return [Action].flat()
}
