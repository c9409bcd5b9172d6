import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { PackagedFunctions } from './firstAnswers.ts'
import { functionNames, type Packaged } from './packaged.ts'

type Environment = Readonly<Record<string, string>>
const deployment = 'with everything given'
const containerToken = 'authorization-of-the-container'

/** Gives credentials as a container's agent does, to whom its token tells. */
function startContainerAgent(): Promise<Server> {
  const server = createServer((request, response) => {
    const isKnown = request.headers.authorization === containerToken
    response.writeHead(isKnown ? 200 : 403, { 'content-type': 'application/json' })
    const Expiration = new Date(Date.now() + 3_600_000).toISOString()
    const credentials = {
      AccessKeyId: 'container',
      SecretAccessKey: 'container',
      Token: 'session-2',
      Expiration,
    }
    response.end(JSON.stringify(isKnown ? credentials : {}))
  })
  return new Promise(resolve => {
    server.listen(0, '127.0.0.1', () => resolve(server))
  })
}

/** Without what Lambda gives, and with this instead. */
function insteadOfKeys(given: Environment): (environment: Environment) => Environment {
  return environment => {
    const { AWS_ACCESS_KEY_ID: _id, AWS_SECRET_ACCESS_KEY: _key, ...others } = environment
    return { ...others, ...given }
  }
}

export function describeCredentials(packaged: () => Packaged): void {
  describe('the bundles without the parts of the SDK that they leave out', () => {
    let functions: PackagedFunctions
    let agent: Server
    beforeAll(async () => {
      functions = new PackagedFunctions(packaged())
      agent = await startContainerAgent()
    })
    afterAll(() => {
      agent.close()
    })

    test.each(functionNames)('%s takes credentials from a container', async name => {
      const { port } = agent.address() as AddressInfo
      const variables = {
        AWS_CONTAINER_CREDENTIALS_FULL_URI: `http://127.0.0.1:${port}/credentials`,
        AWS_CONTAINER_AUTHORIZATION_TOKEN: containerToken,
      }
      const { outcomes, sessionTokens } = await functions.run(name, deployment, insteadOfKeys(variables))
      expect([...sessionTokens]).toEqual(['session-2'])
      expect(outcomes).toMatchObject(await functions.expectedOutcomes(name, deployment))
    })

    test.each(functionNames)('%s prefers the endpoint of a service to that of all', async name => {
      const nowhere = (environment: Environment) => ({
        ...environment,
        AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
      })
      const { outcomes } = await functions.run(name, deployment, nowhere)
      expect(outcomes).toMatchObject(await functions.expectedOutcomes(name, deployment))
    })

    test.each(functionNames)('%s takes the endpoint of all where a service has none', async name => {
      const ofAll = (environment: Environment) =>
        Object.fromEntries(
          Object.entries(environment).filter(([key]) => !key.startsWith('AWS_ENDPOINT_URL_')),
        )
      const { outcomes } = await functions.run(name, deployment, ofAll)
      expect(outcomes).toMatchObject(await functions.expectedOutcomes(name, deployment))
    })

    const variables = ['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE']
    test.each(variables)('do not mind %s, by which files are shut out', async variable => {
      const shut = (environment: Environment) => ({ ...environment, [variable]: '/dev/null' })
      const { outcomes } = await functions.run('parkNotification', deployment, shut)
      expect(outcomes).toMatchObject(await functions.expectedOutcomes('parkNotification', deployment))
    })

    test.each([
      ['nothing', {}, 'there are no credentials: set AWS_ACCESS_KEY_ID'],
      [
        'a profile',
        { AWS_PROFILE: 'security' },
        'AWS_PROFILE is set, but credentials from a profile are not read',
      ],
      [
        'a web identity',
        { AWS_WEB_IDENTITY_TOKEN_FILE: '/token', AWS_ROLE_ARN: 'arn:aws:iam::123456789012:role/x' },
        'AWS_WEB_IDENTITY_TOKEN_FILE is set, but credentials from a web identity are not read',
      ],
      [
        'a file of settings',
        { AWS_CONFIG_FILE: '/config' },
        'files, profiles and EC2 instances are not asked for any',
      ],
    ])('say what is wrong when %s is all that gives credentials', async (_, given, message) => {
      const { outcomes } = await functions.run('parkNotification', deployment, insteadOfKeys(given))
      expect(outcomes).toMatchObject([{ errorMessage: expect.stringContaining(message) }])
      expect(JSON.stringify(outcomes)).toContain('docs/adr/0053')
    })
  })
}
