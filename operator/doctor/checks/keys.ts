import type { Decision } from '../../ports.ts'
import type { Check, Patient } from '../check.ts'
import { deployFault, type Finding, unknown, well } from '../finding.ts'

/**
 * The condition keys of the role's rights to keys (resources/roles.yml). A call has one of them: the others are simulated with
 * a value of nobody's, or IAM would say that it depends on them.
 */
const otherwise = {
  'kms:EncryptionContext:aws:sns:topicArn': 'none',
  'kms:EncryptionContext:SecretARN': 'none',
  'kms:EncryptionContext:aws:lambda:FunctionArn': 'none',
} as const
type ContextKey = keyof typeof otherwise

/** Something that may lie under a customer key, and how deliverNotification has to use that key. */
type Kept = {
  readonly what: string
  readonly arn: string
  readonly key: string | null
  readonly actions: readonly string[]
  readonly contextKey: ContextKey
  readonly parameter: string
}

/**
 * A message to a topic, or a read of a secret, under a customer key takes that key too, and fails without it. Only the role's
 * own policies are simulated, as `resources/` grants it; the key's policy is not read.
 */
export const keysCheck: Check = {
  name: 'keys',
  words: 'The keys of the topic and of the secrets may be used',
  async examine(patient) {
    const kept = (await keptThings(patient)).filter(({ key }) => isCustomerKey(key))
    const findings = await Promise.all(kept.map(each => findingOf(each, patient)))
    return (
      findings.find(({ status }) => status === 'FAULT') ??
      findings.find(({ status }) => status === 'UNKNOWN') ??
      well(kept.length === 0 ? 'no customer key' : kept.map(({ what }) => `that of ${what}`).join(', '))
    )
  },
}

async function keptThings({ settings, cloud }: Patient): Promise<Kept[]> {
  const { topicArn, slackSecretArn, teamsSecretArn } = await settings()
  const [topicKey, ...secrets] = await Promise.all([
    topicArn === null ? null : cloud.topicKey(topicArn),
    keptSecret('the Slack secret', slackSecretArn, 'slackSecretKmsKeyArn', cloud),
    keptSecret('the Teams secret', teamsSecretArn, 'teamsSecretKmsKeyArn', cloud),
  ])
  const topic: Kept = {
    what: 'the topic',
    arn: topicArn ?? '',
    key: topicKey,
    actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
    contextKey: 'kms:EncryptionContext:aws:sns:topicArn',
    parameter: 'topicKmsKeyArn',
  }
  return [topic, ...secrets]
}

async function keptSecret(
  what: string,
  arn: string | null,
  parameter: string,
  cloud: Patient['cloud'],
): Promise<Kept> {
  return {
    what,
    arn: arn ?? '',
    key: arn === null ? null : await cloud.secretKey(arn),
    actions: ['kms:Decrypt'],
    contextKey: 'kms:EncryptionContext:SecretARN',
    parameter,
  }
}

/** The keys that AWS keeps in an account for its services let the account's roles in by themselves. */
function isCustomerKey(key: string | null): boolean {
  return key !== null && !/(?:^|:)alias\/aws\//u.test(key)
}

async function findingOf(kept: Kept, { stack, cloud }: Patient): Promise<Finding> {
  const { what, arn, actions, contextKey, parameter } = kept
  const keyArn = keyArnOf(kept)
  if (keyArn === null)
    return unknown(
      `the key of ${what} is named by an alias, ${kept.key}`,
      `See that --param ${parameter}=... was given the ARN of the key behind it`,
    )
  const { roleArn } = await stack.functionFacts('deliverNotification')
  const decisions = await cloud.simulate(roleArn, actions, keyArn, { ...otherwise, [contextKey]: arn })
  return judge(decisions, { what, keyArn, parameter })
}

/** An id belongs to the account and Region of the thing itself. Null: the key's ARN cannot be told from its alias. */
function keyArnOf({ key, arn }: Kept): string | null {
  if (key === null || /(?:^|:)alias\//u.test(key)) return null
  if (key.startsWith('arn:')) return key
  const [, partition = '', , region = '', accountId = ''] = arn.split(':')
  return `arn:${partition}:kms:${region}:${accountId}:key/${key}`
}

type Named = { readonly what: string; readonly keyArn: string; readonly parameter: string }

function judge(decisions: readonly Decision[], { what, keyArn, parameter }: Named): Finding {
  const told = (verdict: Decision['verdict']) =>
    decisions
      .filter(decision => decision.verdict === verdict)
      .map(
        ({ action, why }) =>
          `deliverNotification may not ${action} on ${keyArn}, the key of ${what} (${why})`,
      )
      .join('; ')
  if (told('DENIED'))
    return deployFault(told('DENIED'), `Give the key as ${parameter}`, { [parameter]: keyArn })
  if (told('DEPENDS'))
    return unknown(
      told('DEPENDS'),
      'A simulation cannot tell: see the conditions in the policies of the role',
    )
  return well('')
}
