/**
 * Stands in for the SDK's reader of ~/.aws/config and ~/.aws/credentials: there are no such files in Lambda, and looking for
 * them cost every first call two failed reads.
 */
import { LeftOutOfBundleError } from './error.ts'

export const CONFIG_PREFIX_SEPARATOR = '.'

export async function loadSharedConfigFiles(): Promise<{ configFile: object; credentialsFile: object }> {
  for (const variable of ['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE']) {
    if (process.env[variable]) throw new LeftOutOfBundleError(`${variable} is set, but no such file is read`)
  }
  return { configFile: {}, credentialsFile: {} }
}
