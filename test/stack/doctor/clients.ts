export const region = 'eu-west-1'
export const accountId = '123456789012'

/** What every client of the tests is built with. */
export function clientSettings(endpoint: string) {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }
  return { endpoint, region, credentials, maxAttempts: 1 }
}
export type ClientSettings = ReturnType<typeof clientSettings>
