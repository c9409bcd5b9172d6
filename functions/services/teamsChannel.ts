import { teamsChannel } from '../adapters/channels/teams.ts'
import type { NotificationChannel } from '../ports.ts'
import type { Runtime } from '../runtime.ts'
import { demanded } from './demanded.ts'
import { buildSecrets } from './secrets.ts'

export function buildTeamsChannel(runtime: Runtime): NotificationChannel {
  const { teamsSecretArn, teamsOrigins: extraOrigins } = runtime.settings
  const secretArn = demanded(teamsSecretArn, 'FLOWBELL_TEAMS_SECRET_ARN')
  return teamsChannel(buildSecrets(runtime), { secretArn, extraOrigins })
}
