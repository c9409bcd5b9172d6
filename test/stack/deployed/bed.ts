import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type LocalAws, startLocalAws } from '../../../local/model/localAws.ts'
import { packagedTemplate } from '../support/packagedStack.ts'
import { type Account, accountOf, closeAccount } from './account.ts'
import { adapted } from './adaptation.ts'
import { DeployedStack } from './deployedStack.ts'
import { accountId, callerEnvironment, region } from './emulators/emulator.ts'
import { type Ministack, startMinistack } from './emulators/ministack.ts'
import { ministackAdaptations } from './emulators/ministackAdaptations.ts'
import { withParameters } from './parameters.ts'
import { ServiceFolder } from './serviceFolder.ts'

/** ministack as the account, the local model as Network Firewall and Slack, and a service folder to deploy from. */
export type Bed = {
  readonly local: LocalAws
  readonly ministack: Ministack
  readonly account: Account
  readonly service: ServiceFolder
  /** `serverless deploy` of the packaged stack, as far as ministack can make it, with these parameters. */
  deploy(parameters?: Readonly<Record<string, string>>): Promise<DeployedStack>
  /** The variables of a person who works in this account. */
  readonly personEnvironment: Readonly<Record<string, string>>
  close(): Promise<void>
}

/** The one firewall of the account, with an endpoint in the one zone in which operations are started. */
export const firewallArn = `arn:aws:network-firewall:${region}:${accountId}:firewall/edge`
export const zone = `${region}a`

/** Starts the bed, and leads this process' own calls to Network Firewall to the model. */
export async function startBed(): Promise<Bed> {
  const folder = mkdtempSync(path.join(tmpdir(), 'flowbell-ministack-'))
  const local = await startLocalAws({ now: () => Date.now(), region, accountId })
  local.networkFirewall.addFirewall({ firewallArn, endpointIdByZone: { [zone]: 'vpce-0123456789abcdef0' } })
  Object.assign(process.env, local.environment)
  const ministack = await startMinistack(networkFirewallEndpoint(local), folder)
  const account = accountOf(ministack)
  const service = new ServiceFolder(folder, ministack)
  return {
    local,
    ministack,
    account,
    service,
    deploy: async (parameters = {}) => {
      const template = withParameters(packagedTemplate(), parameters)
      await service.deploy(adapted(template, ministackAdaptations))
      return DeployedStack.read(account)
    },
    personEnvironment: { ...callerEnvironment(ministack), ...networkFirewallEndpoint(local) },
    close: async () => {
      closeAccount(account)
      await ministack.stop()
      await local.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** ministack has no flow operations: for these alone, the local model answers. */
function networkFirewallEndpoint({ environment }: LocalAws): Record<string, string> {
  const name = 'AWS_ENDPOINT_URL_NETWORK_FIREWALL'
  return { [name]: environment[name] ?? '' }
}
