/**
 * Stands in for the SDK's reader of ~/.aws/config and ~/.aws/credentials: there are no such files in Lambda, and looking for
 * them cost every first call two failed reads. It says nothing, even where a variable names a file: /dev/null is one by which
 * people shut such files out.
 */
export const CONFIG_PREFIX_SEPARATOR = '.'

export async function loadSharedConfigFiles(): Promise<{ configFile: object; credentialsFile: object }> {
  return { configFile: {}, credentialsFile: {} }
}
