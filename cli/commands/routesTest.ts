import { configuredChannels, readSettings } from '../../functions/config.ts'
import { channelNames } from '../../functions/domain/notification.ts'
import { parseTriggerEvent, type TriggerEvent } from '../../functions/domain/triggerEvent.ts'
import { messageNames } from '../../local/messageNames.ts'
import { chosenWord } from '../chosenWord.ts'
import { readEvent } from '../readEvent.ts'
import { type RoutesReport, routesJson, routesText } from '../routesText.ts'
import { routingGiven } from '../routingGiven.ts'
import { messagesOf, trialOf } from '../routingTrial.ts'
import { UsageError } from '../usageError.ts'

export type RoutesTestOptions = {
  readonly routes?: string
  readonly outcome?: string
  readonly tags?: readonly string[]
  readonly json?: true
}

/** Says where the messages of an event would go, and why. Returns the exit code, which is 0: wrong routes are an error. */
export async function routesTest(file: string, options: RoutesTestOptions): Promise<number> {
  const tags = options.tags === undefined ? null : tagsGiven(options.tags)
  const outcome =
    options.outcome === undefined ? null : chosenWord('--outcome', options.outcome, messageNames)
  if (file === '-' && options.routes === '-')
    throw new UsageError('the event and the routes cannot both be standard input')
  const settings = readSettings(process.env, [])
  const event = parseTriggerEvent(await readEvent(file), new Date().toISOString())
  const given = await routingGiven(options.routes ?? null, settings)
  const set = configuredChannels(settings)
  const areChannelsAssumed = set.length === 0
  const facts = {
    routing: given.routing,
    channels: areChannelsAssumed ? channelNames : set,
    about: { ...operationOf(event), tags },
  }
  const names = outcome === null ? messagesOf(event) : [outcome]
  const trials = names.map(name => trialOf(name, facts))
  const report: RoutesReport = { ...facts, source: given.source, areChannelsAssumed, trials }
  process.stdout.write(options.json ? routesJson(report) : routesText(report))
  return 0
}

function operationOf(event: TriggerEvent) {
  const { flowOperationType, firewallArn } = 'watch' in event ? event.watch : event.unidentified
  return { flowOperationType, firewallArn }
}

/** `key=value` each; a value may hold further equals signs. */
function tagsGiven(words: readonly string[]): Readonly<Record<string, string>> {
  const pairs = words.map(word => {
    const at = word.indexOf('=')
    if (at < 1) throw new UsageError(`--tags ${JSON.stringify(word)} is not key=value`)
    return [word.slice(0, at), word.slice(at + 1)] as const
  })
  return Object.fromEntries(pairs)
}
