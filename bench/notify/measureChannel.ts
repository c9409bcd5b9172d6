import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { type LocalAws, startLocalAws } from '../../local/model/localAws.ts'
import { firewallArn, operationId } from '../../test/support/builders.ts'
import { createResources, settingsOfAll, settingsOfChannels } from '../coldStart/firstCalls.ts'
import type { NotifyRequest } from './notifyProcess.ts'
import type { OwnTime } from './ownTime.ts'

const run = promisify(execFile)

/** Every channel: which settings turn it on, and by what it is told. */
type Channel = {
  readonly name: string
  readonly settings: readonly string[]
  readonly message: (aws: LocalAws) => string
}
export const channels: readonly Channel[] = [
  { name: 'sns', settings: ['FLOWBELL_TOPIC_ARN'], message: () => 'Publish' },
  { name: 'slack', settings: ['FLOWBELL_SLACK_SECRET_ARN'], message: aws => aws.slackOrigin },
  { name: 'eventbridge', settings: ['FLOWBELL_EVENT_BUS_NAME'], message: () => 'PutEvents' },
  { name: 'teams', settings: ['FLOWBELL_TEAMS_SECRET_ARN'], message: aws => aws.teamsOrigin },
]
const allChannelSettings = channels.flatMap(({ settings }) => settings)

/** Watches one finished operation again and again, with this channel alone, in a process of its own beside the model's. */
export async function measureChannel(
  channel: Channel,
  given: Omit<NotifyRequest, 'message'>,
): Promise<readonly OwnTime[]> {
  const aws = await startLocalAws({ now: () => Date.now() })
  try {
    createResources(aws)
    placeOperation(aws)
    const request: NotifyRequest = { ...given, message: channel.message(aws) }
    const script = path.join(import.meta.dirname, 'notifyProcess.ts')
    const flags = ['--disable-warning=ExperimentalWarning', script, JSON.stringify(request)]
    const { stdout } = await run(process.execPath, flags, { env: environmentOf(channel, aws) })
    return JSON.parse(stdout) as OwnTime[]
  } finally {
    await aws.close()
  }
}

function placeOperation({ networkFirewall }: LocalAws): void {
  const selectors = { AvailabilityZone: 'eu-west-1a' }
  const script = { durationSeconds: 0, finalStatus: 'COMPLETED', flowCount: 150 }
  networkFirewall.addFirewall({ firewallArn, endpointIdByZone: { 'eu-west-1a': 'vpce-0a1b2c3d4e5f67890' } })
  networkFirewall.addOperation({ firewallArn, selectors, flowOperationId: operationId, script })
}

function environmentOf({ settings }: Channel, aws: LocalAws): NodeJS.ProcessEnv {
  const all = { ...aws.environment, ...settingsOfAll(aws), ...settingsOfChannels }
  const isOthers = (name: string) => allChannelSettings.includes(name) && !settings.includes(name)
  return Object.fromEntries(Object.entries(all).filter(([name]) => !isOthers(name)))
}
