import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { botocoreModel } from '../serviceModel/botocoreModel.ts'

/** IAM's prefix for the actions of each service that Flowbell has a client for, by botocore's name of the service. */
const iamPrefixes: Readonly<Record<string, string>> = {
  'network-firewall': 'network-firewall',
  stepfunctions: 'states',
  logs: 'logs',
  sns: 'sns',
  secretsmanager: 'secretsmanager',
  events: 'events',
  sqs: 'sqs',
  ssm: 'ssm',
}

/** How the SDK's command classes name their operation, in the two forms that its clients have, when minified. */
const commandNames = [/\.s\("\w+","(\w+)"/g, /class [\w$ ]*extends [\w$]+\([\w$]+,[\w$]+,"(\w+)",/g]

/**
 * The operations whose command a bundle carries, as IAM actions: the bundler leaves out of the SDK whatever nothing can reach,
 * so these are all that the function could ever call.
 */
export function carriedActions(bundleFolder: string): string[] {
  const code = globSync('**/*.mjs', { cwd: bundleFolder })
    .map(file => readFileSync(path.join(bundleFolder, file), 'utf8'))
    .join('\n')
  const carried = new Set(
    commandNames.flatMap(pattern => [...code.matchAll(pattern)].map(([, name]) => name)),
  )
  return Object.entries(iamPrefixes)
    .flatMap(([service, prefix]) =>
      Object.keys(botocoreModel(service).operations)
        .filter(operation => carried.has(operation))
        .map(operation => `${prefix}:${operation}`),
    )
    .sort()
}

/** NOT TRIED: carried, but no scenario made the call. NOT FOUND: called, but not seen in the bundle. */
export type CarriedFinding = { readonly kind: 'NOT TRIED' | 'NOT FOUND'; readonly action: string }

/** Where what a bundle carries and what its scenarios made it call differ. */
export function carriedFindings(
  carried: readonly string[],
  called: readonly string[],
  outOfReach: readonly string[],
): CarriedFinding[] {
  const tried = [...called, ...outOfReach]
  return [
    ...carried
      .filter(action => !tried.includes(action))
      .map(action => ({ kind: 'NOT TRIED', action }) as const),
    ...tried
      .filter(action => !carried.includes(action))
      .map(action => ({ kind: 'NOT FOUND', action }) as const),
  ]
}

const describe = 'network-firewall:DescribeFlowOperation'
const list = 'network-firewall:ListFlowOperations'
const listResults = 'network-firewall:ListFlowOperationResults'

/** One adapter holds all calls about flow operations, so every bundle that makes one of them carries all. */
export const outOfReach: Readonly<Record<string, readonly string[]>> = {
  startWatch: [describe, listResults],
  sweepOperations: [listResults],
  pollOperation: [list, listResults],
  collectResults: [describe, list],
}
