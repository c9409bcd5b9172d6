import { NetworkFirewallClient } from '@aws-sdk/client-network-firewall'
import { UsageError } from './usageError.ts'

/**
 * Asks the AWS SDK for Region and credentials before anything is sent. Throws UsageError when there are none: a watch that
 * could only fail would alarm people for nothing.
 */
export async function demandAwsAccess(): Promise<void> {
  const { config } = new NetworkFirewallClient({ maxAttempts: 1 })
  await demand(config.region, 'no AWS Region: set AWS_REGION')
  await demand(
    config.credentials,
    'no AWS credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE',
  )
}

async function demand(provide: () => Promise<unknown>, mend: string): Promise<void> {
  try {
    await provide()
  } catch (error) {
    throw new UsageError(`${mend} (${error instanceof Error ? error.message : 'unknown failure'})`)
  }
}
