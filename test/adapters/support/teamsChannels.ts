import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { teamsChannel } from '../../../functions/adapters/channels/teams.ts'
import { secretsManager } from '../../../functions/adapters/secretsManager.ts'
import type { NotificationChannel } from '../../../functions/ports.ts'
import type { LocalAws } from '../../../local/model/localAws.ts'
import { clientSettings } from '../../local/model/localAwsFixture.ts'

export const teamsSecretArn = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:teams-AbCdEf'

/** The channel on real clients that talk to the model; only the model's Teams is allowed besides Microsoft's hosts. */
export function teamsOf(local: LocalAws, extraOrigins = [local.teamsOrigin]): NotificationChannel {
  const client = new SecretsManagerClient(clientSettings(local))
  const secrets = secretsManager(client, { nowMilliseconds: () => 0 })
  return teamsChannel(secrets, { secretArn: teamsSecretArn, extraOrigins })
}

export function putTeamsSecret(local: LocalAws, webhookUrl = local.teamsWebhookUrl): void {
  local.secrets.put(teamsSecretArn, JSON.stringify({ webhookUrl }))
}
