import type { StartedBy } from './watchRequest.ts'

/**
 * Who made the call, in the words of a person, for every type of CloudTrail's userIdentity (its user guide, userIdentity
 * element). Names and sessions are chosen by others: the result is foreign text.
 */
export function startedByInWords(startedBy: StartedBy | null): string {
  if (!startedBy) return 'unknown (the event does not tell)'
  const who = whoByType.get(startedBy.type)?.(startedBy) ?? plainName(startedBy)
  const { invokedBy } = startedBy
  return invokedBy === null || who.includes(invokedBy) ? who : `${who}, via ${invokedBy}`
}

type Who = (startedBy: StartedBy) => string | null

const whoByType: ReadonlyMap<string | null, Who> = new Map<string | null, Who>([
  ['Root', ({ accountId }) => `the root user of ${accountId ? `account ${accountId}` : 'the account'}`],
  ['IAMUser', named('IAM user')],
  ['AssumedRole', sessionOfRole],
  ['Role', named('role')],
  ['FederatedUser', ({ arn, name }) => called('federated user', lastPart(arn) ?? name)],
  ['Directory', named('directory user')],
  ['AWSAccount', ({ accountId, name }) => called('AWS account', accountId ?? name)],
  ['AWSService', ({ invokedBy, name }) => called('AWS service', invokedBy ?? name)],
  ['IdentityCenterUser', named('IAM Identity Center user')],
  ['WebIdentityUser', named('web identity user')],
  ['SAMLUser', named('SAML user')],
])

function named(kind: string): Who {
  return ({ name }) => called(kind, name)
}

function called(kind: string, name: string | null): string | null {
  return name === null ? null : `${kind} ${name}`
}

/** The session's name is the last part of the ARN, often a person's; the role's name alone would hide it. */
function sessionOfRole({ arn, name }: StartedBy): string | null {
  const [role = null, session = null] = arn?.split(':assumed-role/')[1]?.split('/') ?? []
  const roleName = name ?? role
  if (session === null) return called('role', roleName)
  return roleName === null ? `session ${session}` : `${session} in role ${roleName}`
}

function lastPart(arn: string | null): string | null {
  return arn?.split('/').at(-1) || null
}

function plainName({ name, arn, invokedBy, accountId, type }: StartedBy): string {
  const who = name ?? arn ?? invokedBy ?? (accountId && `account ${accountId}`) ?? 'unknown'
  return type === null || type === '' ? who : `${who} (${type})`
}
