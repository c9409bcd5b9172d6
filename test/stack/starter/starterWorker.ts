import FakeTimers from '@sinonjs/fake-timers'
import type { NetworkFirewallModel } from '../../../local/model/networkFirewall.ts'
import { startFlush } from '../../../local/startedOperation.ts'
import { FunctionHost } from '../interpreter/functionHost.ts'
import type { PackagedFunction } from '../interpreter/packagedFunctions.ts'
import type { Invocation } from '../interpreter/run.ts'
import { startWorld, type World } from '../interpreter/world.ts'

type Firewall = Parameters<NetworkFirewallModel['addFirewall']>[0]

/** What the process of the starters can be asked to do, one after the other. */
export type StarterCommand =
  /** Comes first: the model and the packaged functions, with Step Functions at an address of its own. */
  | {
      readonly kind: 'BEGIN'
      readonly functions: readonly PackagedFunction[]
      readonly stepFunctionsOrigin: string
      readonly stateMachineArn: string
    }
  | { readonly kind: 'ADD_FIREWALL'; readonly firewall: Firewall }
  /** Calls StartFlowFlush, by a clock that is so far behind; answers the event that CloudTrail would make of the call. */
  | { readonly kind: 'FLUSH'; readonly minutesAgo: number }
  /** Invokes a packaged function by its key; answers the invocation with all that it did. */
  | { readonly kind: 'INVOKE'; readonly functionKey: string; readonly payload: unknown }

export type StarterAnswer = { readonly result: unknown } | { readonly failure: string }

type Bed = {
  readonly world: World
  readonly host: FunctionHost
  readonly functions: readonly PackagedFunction[]
}

let bed: Bed | undefined

async function answer(command: StarterCommand): Promise<unknown> {
  if (command.kind === 'BEGIN') {
    const { functions, ...where } = command
    const world = await startWorld(where)
    bed = { world, functions, host: new FunctionHost({ ...world, functions, requests: world.aws.requests }) }
    return null
  }
  if (!bed) throw new TypeError('BEGIN comes first')
  return perform(command, bed)
}

async function perform(command: Exclude<StarterCommand, { kind: 'BEGIN' }>, { world, ...hosted }: Bed) {
  const { networkFirewall, environment } = world.aws
  switch (command.kind) {
    case 'ADD_FIREWALL':
      return networkFirewall.addFirewall(command.firewall)
    case 'FLUSH':
      Object.assign(process.env, environment)
      return flushedEarlier(command.minutesAgo)
    case 'INVOKE':
      return invoke(hosted, command.functionKey, command.payload)
  }
}

async function flushedEarlier(minutesAgo: number): Promise<unknown> {
  const clock = FakeTimers.install({ toFake: ['Date'], now: Date.now() - minutesAgo * 60_000 })
  try {
    return await startFlush()
  } finally {
    clock.uninstall()
  }
}

async function invoke(
  { host, functions }: Omit<Bed, 'world'>,
  functionKey: string,
  payload: unknown,
): Promise<Invocation | undefined> {
  const hosted = functions.find(({ key }) => key === functionKey)
  await host.invoke(hosted?.functionName ?? functionKey, payload)
  return host.invocations.at(-1)
}

process.on('message', (command: StarterCommand) => {
  const reply = (message: StarterAnswer) => process.send?.(message)
  answer(command).then(
    (result: unknown) => reply({ result: result ?? null }),
    (error: unknown) =>
      reply({ failure: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  )
})
