import { describe, expect, test } from '@jest/globals'
import { startedByInWords } from '../../functions/domain/startedByWords.ts'
import type { StartedBy } from '../../functions/domain/watchRequest.ts'
import { accountId, startedBy } from '../support/builders.ts'

const nobody = startedBy({ type: null, name: null, arn: null, accountId: null })
const sts = `arn:aws:sts::${accountId}:`

describe('every type of userIdentity is called by what it is', () => {
  test.each<[string, Partial<StartedBy>, string]>([
    ['AssumedRole', { name: 'NetOps', arn: `${sts}assumed-role/NetOps/dana` }, 'dana in role NetOps'],
    ['AssumedRole', { name: null, arn: `${sts}assumed-role/NetOps/dana` }, 'dana in role NetOps'],
    ['AssumedRole', { name: 'NetOps' }, 'role NetOps'],
    ['AssumedRole', { name: 'NetOps', arn: `${sts}assumed-role/NetOps` }, 'role NetOps'],
    ['AssumedRole', { name: null, arn: 'arn:x' }, 'arn:x (AssumedRole)'],
    ['Role', { name: 'NetOps' }, 'role NetOps'],
    ['IAMUser', { name: 'alice', arn: `arn:aws:iam::${accountId}:user/alice` }, 'IAM user alice'],
    ['Root', { accountId }, `the root user of account ${accountId}`],
    ['Root', {}, 'the root user of the account'],
    ['FederatedUser', { name: 'issuer', arn: `${sts}federated-user/bob` }, 'federated user bob'],
    ['FederatedUser', { name: 'issuer', arn: 'a/b/bob' }, 'federated user bob'],
    ['FederatedUser', { name: 'issuer', arn: 'a/' }, 'federated user issuer'],
    ['FederatedUser', { name: 'bob' }, 'federated user bob'],
    ['Directory', { name: 'carol' }, 'directory user carol'],
    ['AWSAccount', { accountId, name: 'AIDAEXAMPLE' }, `AWS account ${accountId}`],
    ['AWSAccount', { name: 'AIDAEXAMPLE' }, 'AWS account AIDAEXAMPLE'],
    ['AWSService', { invokedBy: 'fms.amazonaws.com' }, 'AWS service fms.amazonaws.com'],
    ['IdentityCenterUser', { name: '544894e8-80c1-707f' }, 'IAM Identity Center user 544894e8-80c1-707f'],
    ['WebIdentityUser', { name: 'erin' }, 'web identity user erin'],
    ['SAMLUser', { name: 'frank' }, 'SAML user frank'],
    ['Unknown', {}, 'unknown (Unknown)'],
    ['ANewType', { name: 'grace' }, 'grace (ANewType)'],
    ['constructor', { name: 'heidi' }, 'heidi (constructor)'],
  ])('%s %j: %s', (type, members, words) => {
    expect(startedByInWords({ ...nobody, type, ...members })).toBe(words)
  })
})

describe('what little is told is used', () => {
  test.each<[StartedBy | null, string]>([
    [null, 'unknown (the event does not tell)'],
    [nobody, 'unknown'],
    [{ ...nobody, name: 'alice' }, 'alice'],
    [{ ...nobody, arn: 'arn:x' }, 'arn:x'],
    [{ ...nobody, accountId }, `account ${accountId}`],
    [{ ...nobody, type: 'IAMUser', arn: 'arn:x' }, 'arn:x (IAMUser)'],
    [{ ...nobody, type: '', invokedBy: 'svc' }, 'svc'],
  ])('%j', (who, words) => {
    expect(startedByInWords(who)).toBe(words)
  })

  test('a service that made the call for somebody is named once', () => {
    expect(startedByInWords(startedBy({ invokedBy: 'fms.amazonaws.com' }))).toBe(
      'dana in role NetOps, via fms.amazonaws.com',
    )
    expect(startedByInWords({ ...nobody, name: 'svc', invokedBy: 'svc' })).toBe('svc')
  })
})
