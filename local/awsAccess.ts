import { NetworkFirewallClient } from '@aws-sdk/client-network-firewall'
import { NoAwsAccessError } from './noAwsAccessError.ts'

/**
 * Asks the AWS SDK for Region, credentials and endpoints before anything is sent. Throws NoAwsAccessError when one is
 * missing: a watch that could only fail would alarm people for nothing. Warns when the operation's own Region (`homeRegion`) is another one.
 */
export async function demandAwsAccess(homeRegion: string | null): Promise<void> {
  refuseMalformedEndpoints(process.env)
  const { config } = new NetworkFirewallClient({ maxAttempts: 1 })
  const region = await demand(config.region, 'no AWS Region: set AWS_REGION')
  await demand(
    config.credentials,
    'no AWS credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE',
  )
  if (homeRegion !== null && region !== homeRegion) {
    process.stderr.write(
      `flowbell: the operation is in ${homeRegion}, but calls go to ${region}: set AWS_REGION\n`,
    )
  }
}

function refuseMalformedEndpoints(environment: NodeJS.ProcessEnv): void {
  for (const [name, value] of Object.entries(environment)) {
    if (!name.startsWith('AWS_ENDPOINT_URL') || !value) continue
    const protocol = URL.parse(value)?.protocol
    if (protocol !== 'http:' && protocol !== 'https:')
      throw new NoAwsAccessError(`${name} is not an http or https address`)
  }
}

async function demand<Value>(provide: () => Promise<Value>, mend: string): Promise<Value> {
  try {
    return await provide()
  } catch (error) {
    throw new NoAwsAccessError(`${mend} (${error instanceof Error ? error.message : 'unknown failure'})`)
  }
}
