import { describe, expect, test } from '@jest/globals'
import { startedByOf } from '../../functions/domain/startedBy.ts'
import type { StartedBy } from '../../functions/domain/watchRequest.ts'
import type { JsonObject } from '../support/builders.ts'

const nobody: StartedBy = {
  type: null,
  name: null,
  arn: null,
  accountId: null,
  sourceIp: null,
  userAgent: null,
  invokedBy: null,
}
const accountId = '123456789012'
const issuer = (userName: string | undefined) => ({ sessionContext: { sessionIssuer: { userName } } })

describe('every type of userIdentity is told', () => {
  test.each<[JsonObject, Partial<StartedBy>]>([
    [
      { type: 'IAMUser', principalId: 'AIDA1', arn: 'arn:u', accountId, userName: 'alice' },
      { name: 'alice', arn: 'arn:u', accountId },
    ],
    [
      {
        type: 'AssumedRole',
        principalId: 'AROA1:dana',
        arn: 'arn:r/dana',
        accountId,
        invokedBy: 'x.amazonaws.com',
        ...issuer('NetOps'),
      },
      { name: 'NetOps', arn: 'arn:r/dana', accountId, invokedBy: 'x.amazonaws.com' },
    ],
    [{ type: 'Role', principalId: 'AROA2:job' }, { name: 'AROA2:job' }],
    [
      { type: 'Root', principalId: accountId, arn: 'arn:root', accountId },
      { name: accountId, arn: 'arn:root', accountId },
    ],
    [{ type: 'Root', userName: 'my-alias', principalId: accountId }, { name: 'my-alias' }],
    [{ type: 'FederatedUser', principalId: `${accountId}:fed`, ...issuer('alice') }, { name: 'alice' }],
    [{ type: 'Directory', userName: 'dir' }, { name: 'dir' }],
    [
      { type: 'AWSAccount', principalId: 'AIDA9', accountId },
      { name: 'AIDA9', accountId },
    ],
    [
      { type: 'AWSService', invokedBy: 'fms.amazonaws.com' },
      { name: 'fms.amazonaws.com', invokedBy: 'fms.amazonaws.com' },
    ],
    [
      { type: 'IdentityCenterUser', accountId, onBehalfOf: { userId: 'user-1' }, credentialId: 'c' },
      { name: 'user-1', accountId },
    ],
    [{ type: 'WebIdentityUser', principalId: 'web', userName: 'sub' }, { name: 'sub' }],
    [{ type: 'SAMLUser', principalId: 'saml' }, { name: 'saml' }],
    [{ type: 'Unknown' }, {}],
    [
      { type: 'NeverHeardOf', invokedBy: 'x' },
      { name: 'x', invokedBy: 'x' },
    ],
  ])('%j', (userIdentity, expected) => {
    expect(startedByOf({ userIdentity })).toEqual({ ...nobody, type: userIdentity['type'], ...expected })
  })

  test('where the call came from stands beside the identity', () => {
    const detail = { userIdentity: {}, sourceIPAddress: '203.0.113.10', userAgent: 'aws-cli/2' }
    expect(startedByOf(detail)).toEqual({ ...nobody, sourceIp: '203.0.113.10', userAgent: 'aws-cli/2' })
  })
})

describe('the name is the first of what identifies best', () => {
  const all: JsonObject = {
    userName: 'user',
    ...issuer('issuer'),
    onBehalfOf: { userId: 'center' },
    principalId: 'principal',
    invokedBy: 'service',
  }
  test.each<[string, JsonObject]>([
    ['user', {}],
    ['issuer', { userName: undefined }],
    ['center', { userName: '', sessionContext: null }],
    ['principal', { userName: 7, sessionContext: {}, onBehalfOf: [] }],
    ['service', { userName: null, sessionContext: 'x', onBehalfOf: null, principalId: null }],
  ])('%s', (name, change) => {
    expect(startedByOf({ userIdentity: { ...all, ...change } })?.name).toBe(name)
  })
})

describe('nothing of it is trusted', () => {
  test.each<[unknown]>([[undefined], [null], ['Root'], [[]], [1]])(
    'userIdentity %j is nobody',
    userIdentity => {
      expect(startedByOf({ userIdentity })).toBeNull()
      expect(startedByOf({})).toBeNull()
    },
  )

  test('members of another type count as absent', () => {
    const userIdentity = { type: 1, userName: {}, arn: [], accountId: true, principalId: null, invokedBy: '' }
    expect(startedByOf({ userIdentity, sourceIPAddress: 1, userAgent: {} })).toEqual(nobody)
  })

  test('each text is cut to 512 characters', () => {
    const long = 'x'.repeat(5000)
    const startedBy = startedByOf({
      userIdentity: { type: long, userName: long, arn: long },
      userAgent: long,
    })
    expect(startedBy).toMatchObject({
      type: 'x'.repeat(512),
      name: 'x'.repeat(512),
      arn: 'x'.repeat(512),
      userAgent: 'x'.repeat(512),
    })
  })

  test('members of a prototype are not read', () => {
    const userIdentity: unknown = JSON.parse(
      '{"__proto__":{"userName":"evil"},"constructor":{"userName":"evil"}}',
    )
    expect(startedByOf({ userIdentity })).toEqual(nobody)
  })
})
