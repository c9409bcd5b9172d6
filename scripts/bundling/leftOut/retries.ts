/** Stands in for the SDK's retries: the state machine owns every retry, so each client is made with one attempt. */
import { LeftOutOfBundleError } from './error.ts'

export const DEFAULT_RETRY_MODE = 'standard'
export const RETRY_MODES = { STANDARD: 'standard', ADAPTIVE: 'adaptive' }

const unread = { environmentVariableSelector: nothing, configFileSelector: nothing }
export const NODE_MAX_ATTEMPT_CONFIG_OPTIONS = { ...unread, default: 1 }
export const NODE_RETRY_MODE_CONFIG_OPTIONS = { ...unread, default: DEFAULT_RETRY_MODE }

export function resolveRetryConfig<Config extends { readonly maxAttempts?: unknown }>(
  config: Config,
): Config {
  if (config.maxAttempts === 1) return config
  throw new LeftOutOfBundleError('a client needs maxAttempts: 1, for requests are not repeated')
}

type Next = (args: unknown) => Promise<unknown>
type Stack = { readonly add: (middleware: (next: Next) => Next, options: object) => void }

/** One attempt, at the place and under the name by which other parts of the SDK find theirs. */
export const getRetryPlugin = () => ({
  applyToStack({ add }: Stack): void {
    const place = { step: 'finalizeRequest', priority: 'high', tags: ['RETRY'], override: true }
    add(next => next, { ...place, name: 'retryMiddleware' })
  },
})

function nothing(): undefined {
  return undefined
}
