/**
 * Stands in for the credential providers that Lambda has no use for. The SDK's chain asks them one after the other, between the
 * environment and the container: each passes on, unless a variable asks for just this one.
 */
import { CredentialsLeftOutError } from './error.ts'

export const ENV_CMDS_FULL_URI = 'AWS_CONTAINER_CREDENTIALS_FULL_URI'
export const ENV_CMDS_RELATIVE_URI = 'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI'

export const fromSSO = () => leftOut('credentials from IAM Identity Center')
export const fromIni = () => leftOut('credentials from a profile', 'AWS_PROFILE')
export const fromProcess = () => leftOut('credentials from a process')
export const fromTokenFile = () => leftOut('credentials from a web identity', 'AWS_WEB_IDENTITY_TOKEN_FILE')
/** Asked only after credential-provider-http, which reads the same variables and stays in. */
export const fromContainerMetadata = () => leftOut('a second reading of the container credentials')

/** The end of the chain. */
export const fromInstanceMetadata = () => () => {
  const given = 'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_CONTAINER_CREDENTIALS_FULL_URI'
  const others = 'files, profiles and EC2 instances are not asked for any'
  return Promise.reject(new CredentialsLeftOutError(`there are no credentials: set ${given}; ${others}`))
}

function leftOut(what: string, variable = ''): () => Promise<never> {
  return () => {
    const isAskedFor = Boolean(process.env[variable])
    const message = isAskedFor ? `${variable} is set, but ${what} are not read` : `${what} are not read`
    return Promise.reject(new CredentialsLeftOutError(message, { tryNextLink: !isAskedFor }))
  }
}
