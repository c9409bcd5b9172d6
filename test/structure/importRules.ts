import type { Import } from './importGraph.ts'

/** Which imports the files of a folder may have; the first rule whose `files` match a file holds for it. */
export type ImportRule = {
  readonly name: string
  readonly files: RegExp
  readonly may: RegExp
  /** Only as types, which are gone before anything runs. */
  readonly mayAsType?: RegExp
}

const schemaLibrary = 'zod(?:/mini|/locales)?'
const domain = 'functions/domain/[^/]+'
const ports = 'functions/ports'

/** A pattern for whole targets; `.ts` is added to files of this project. */
function oneOf(...targets: readonly string[]): RegExp {
  const patterns = targets.map(target =>
    /^(?:functions|local|operator|cli)/.test(target) ? `${target}\\.ts` : target,
  )
  return new RegExp(`^(?:${patterns.join('|')})$`)
}

export const importRules: readonly ImportRule[] = [
  {
    name: 'the domain knows itself and the schema library',
    files: /^functions\/domain\//,
    may: oneOf(domain, schemaLibrary),
  },
  {
    name: 'the ports are interfaces over types of the domain',
    files: /^functions\/ports\.ts$/,
    may: /^$/,
    mayAsType: oneOf(domain),
  },
  {
    name: 'a use case knows the domain, the ports and other use cases',
    files: /^functions\/usecases\//,
    may: oneOf(domain, 'functions/usecases/[^/]+'),
    mayAsType: oneOf(ports),
  },
  {
    name: 'a handler knows the domain, use cases, the ports as types, and where services come from',
    files: /^functions\/handlers\//,
    may: oneOf(
      domain,
      'functions/usecases/[^/]+',
      'functions/lambda',
      'functions/services/[^/]+',
      'functions/config',
      schemaLibrary,
    ),
    mayAsType: oneOf(ports),
  },
  {
    name: 'a channel knows its ports, the domain, its client, and files of its own folder',
    files: /^functions\/adapters\/channels\//,
    may: oneOf(
      domain,
      'functions/adapters/channels/[^/]+',
      'functions/adapters/(?:answerParts|httpPost|awsCall)',
      '@aws-sdk/client-[a-z-]+',
      'node:util',
      schemaLibrary,
    ),
    mayAsType: oneOf(ports, '@slack/types'),
  },
  {
    name: 'an adapter knows its ports, the domain and its client, and no other adapter',
    files: /^functions\/adapters\//,
    may: oneOf(
      domain,
      'functions/adapters/(?:allPages|answerParts|awsCall|zoneIdSelector)',
      '@aws-sdk/client-[a-z-]+',
      'node:(?:crypto|timers/promises)',
    ),
    mayAsType: oneOf(ports),
  },
  {
    name: 'a service knows its adapter, its client, the settings, and other services',
    files: /^functions\/services\//,
    may: oneOf(
      'functions/domain/errors',
      'functions/config',
      'functions/adapters/(?:channels/)?[^/]+',
      'functions/services/[^/]+',
      '@aws-sdk/client-[a-z-]+',
    ),
    mayAsType: oneOf(domain, ports, 'functions/runtime'),
  },
  {
    name: 'the runtime knows the clock, the settings, and how a line of the log is written',
    files: /^functions\/runtime\.ts$/,
    may: oneOf('functions/adapters/systemClock', 'functions/config', 'functions/domain/jsonLine'),
    mayAsType: oneOf(ports),
  },
  {
    name: 'the wrapper knows the domain and the runtime',
    files: /^functions\/lambda\.ts$/,
    may: oneOf(domain, 'functions/runtime', '@middy/core'),
    mayAsType: oneOf('functions/config', 'aws-lambda', schemaLibrary),
  },
  {
    name: 'the settings know the domain and the schema library',
    files: /^functions\/config\.ts$/,
    may: oneOf(domain, schemaLibrary),
  },
  {
    name: 'what runs locally knows the functions, the engine and Node.js, and never the command line',
    files: /^local\//,
    may: oneOf(
      'functions/.+',
      'local/.+',
      'aws-local-stepfunctions',
      '@sinonjs/fake-timers',
      '@aws-sdk/client-network-firewall',
      'node:[a-z/]+',
      schemaLibrary,
    ),
    mayAsType: oneOf('aws-lambda'),
  },
  {
    name: 'what asks a deployed stack over AWS knows the functions, its own folder and the clients',
    files: /^operator\/aws\//,
    may: oneOf('functions/.+', 'operator/.+', '@aws-sdk/client-[a-z-]+', schemaLibrary),
  },
  {
    name: 'what a person asks of a deployed stack knows the functions, and no client of AWS',
    files: /^operator\//,
    may: oneOf('functions/.+', 'operator/.+', schemaLibrary),
  },
  {
    name: 'the command line knows the functions, what runs locally, what asks a deployed stack, and no client of AWS',
    files: /^cli\//,
    may: oneOf(
      'functions/.+',
      'local/.+',
      'operator/.+',
      'cli/.+',
      'commander',
      'log-update',
      'node:[a-z/]+',
    ),
  },
]

export function ruleOf(file: string): ImportRule | undefined {
  return importRules.find(({ files }) => files.test(file))
}

/** An import that its file's rule does not allow. */
export function isForbidden({ from, target, isType }: Import): boolean {
  const rule = ruleOf(from)
  if (!rule) return true
  return !(rule.may.test(target) || (isType && rule.mayAsType?.test(target)))
}
