/** There is no way to reach AWS: Region, credentials or an endpoint is missing or malformed. */
export class NoAwsAccessError extends Error {
  override readonly name = 'NoAwsAccessError'
}
