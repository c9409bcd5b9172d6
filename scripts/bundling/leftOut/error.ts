/**
 * Thrown where a bundle reaches a part of the AWS SDK that scripts/bundling leaves out. `tryNextLink` is what the SDK's chain of
 * credential providers asks an error for: whether to go on to the next.
 */
export class LeftOutOfBundleError extends Error {
  override readonly name: string = 'LeftOutOfBundleError'
  readonly tryNextLink: boolean

  constructor(message: string, { tryNextLink = false } = {}) {
    super(`${message} (docs/adr/0053 says what the bundles leave out)`)
    this.tryNextLink = tryNextLink
  }
}

/** The same under the SDK's own name for it, by which the functions tell that credentials are missing. */
export class CredentialsLeftOutError extends LeftOutOfBundleError {
  override readonly name = 'CredentialsProviderError'
}
