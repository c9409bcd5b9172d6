import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { secretsManager } from '../adapters/secretsManager.ts'
import type { Secrets } from '../ports.ts'
import type { Runtime } from '../runtime.ts'
import { oneAttempt } from './oneAttempt.ts'

export function buildSecrets({ clock, prepareClient }: Runtime): Secrets {
  return secretsManager(prepareClient(new SecretsManagerClient(oneAttempt)), clock)
}
