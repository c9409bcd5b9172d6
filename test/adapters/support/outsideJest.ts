/**
 * Makes calls where jest does not come between the SDK and Node: in jest's realm the SDK wraps the errors of Node's own
 * sockets, and their names are lost.
 *
 * Run as a program with arguments such as `describe=http://127.0.0.1:49152`, `readSecret=…` of an AWS endpoint and `deliver=…`
 * of a webhook; prints one line of JSON per argument.
 */
import { NetworkFirewallClient } from '@aws-sdk/client-network-firewall'
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { slackChannel } from '../../../functions/adapters/channels/slack.ts'
import { networkFirewallFlowOperations } from '../../../functions/adapters/networkFirewall.ts'
import { secretsManager } from '../../../functions/adapters/secretsManager.ts'
import { DeliveryError } from '../../../functions/domain/deliveryFailure.ts'
import { ServiceError } from '../../../functions/domain/serviceError.ts'
import { completedReport, firewallArn, operationId } from './reports.ts'

function clientSettings(endpoint: string) {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }
  return { endpoint, region: 'eu-west-1', maxAttempts: 1, credentials }
}

async function describe(endpoint: string): Promise<unknown> {
  const client = new NetworkFirewallClient(clientSettings(endpoint))
  const scope = { availabilityZone: 'eu-west-1a', vpcEndpointAssociationArn: null, vpcEndpointId: null }
  return networkFirewallFlowOperations(client).describe({
    firewallArn,
    flowOperationId: operationId,
    ...scope,
  })
}

async function readSecret(endpoint: string): Promise<unknown> {
  const client = new SecretsManagerClient(clientSettings(endpoint))
  return secretsManager(client, { nowMilliseconds: () => 0 }).read('secret', { fresh: false })
}

async function deliver(webhookUrl: string): Promise<unknown> {
  const secrets = { read: () => Promise.resolve(JSON.stringify({ webhookUrl })) }
  const extraOrigins = [new URL(webhookUrl).origin]
  const channel = slackChannel(secrets, {
    secretArn: 'secret',
    apiUrl: 'https://slack.com/api/',
    extraOrigins,
  })
  return channel.deliver({ document: completedReport, target: null, card: null, plainText: false })
}

async function outcomeOf(call: Promise<unknown>): Promise<object> {
  try {
    await call
    return { kind: 'SUCCESS' }
  } catch (error) {
    if (error instanceof ServiceError) return { kind: error.kind, message: error.message }
    if (error instanceof DeliveryError) return { ...error.facts, message: error.message }
    return { kind: 'UNEXPECTED', message: String(error) }
  }
}

const calls: Readonly<Record<string, (address: string) => Promise<unknown>>> = {
  describe,
  readSecret,
  deliver,
}

for (const argument of process.argv.slice(2)) {
  const [name = '', address = ''] = argument.split('=')
  const call = calls[name]
  if (!call) throw new Error(`no such call: ${name}`)
  process.stdout.write(`${JSON.stringify(await outcomeOf(call(address)))}\n`)
}
