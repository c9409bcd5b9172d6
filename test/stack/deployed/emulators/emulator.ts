/** One emulated account, as the framework and the SDK clients reach it. */
export type Emulator = {
  /** For example `http://127.0.0.1:49153`. */
  readonly endpoint: string
  readonly processId: number
  stop(): Promise<void>
}

export const region = 'eu-west-1'
export const accountId = '123456789012'

/** Made up; the emulators take them for the account's root user. */
export const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }

/** The standard variables of a caller of an emulator. */
export function callerEnvironment({ endpoint }: Pick<Emulator, 'endpoint'>): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  }
}
