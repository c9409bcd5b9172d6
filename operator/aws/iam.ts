import { type EvaluationResult, IAMClient, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam'
import { allPages } from '../../functions/adapters/allPages.ts'
import type { Cloud, Decision } from '../ports.ts'
import { ask } from './ask.ts'

/** IAM answers few simulations a second: a throttled one is asked for again for longer. */
const clientSettings = { maxAttempts: 6 } as const

/** What roles may do. */
export function permissionQuestions(): Pick<Cloud, 'simulate'> {
  const client = new IAMClient(clientSettings)
  return {
    async simulate(roleArn, actions, resourceArn, context = {}) {
      const results = await allPages(async Marker => {
        const command = new SimulatePrincipalPolicyCommand({
          PolicySourceArn: roleArn,
          ActionNames: [...actions],
          // One at a time: of several resources, IAM tells only the strictest decision.
          ResourceArns: [resourceArn],
          ContextEntries: Object.entries(context).map(([ContextKeyName, value]) => ({
            ContextKeyName,
            ContextKeyValues: [value],
            ContextKeyType: 'string',
          })),
          Marker,
        })
        const answer = await ask('iam:SimulatePrincipalPolicy', options => client.send(command, options))
        return { items: answer.EvaluationResults, next: answer.IsTruncated ? answer.Marker : undefined }
      })
      return actions.map(action =>
        decisionOf(
          action,
          results.find(({ EvalActionName }) => EvalActionName === action),
        ),
      )
    },
  }
}

function decisionOf(action: string, result: EvaluationResult | undefined): Decision {
  if (result?.EvalDecision === 'allowed') return { action, verdict: 'ALLOWED', why: '' }
  const missing = result?.MissingContextValues ?? []
  const isDependent = result?.EvalDecision === 'implicitDeny' && missing.length > 0
  if (isDependent) return { action, verdict: 'DEPENDS', why: `it depends on ${missing.join(', ')}` }
  return { action, verdict: 'DENIED', why: reasonOf(result) }
}

function reasonOf(result: EvaluationResult | undefined): string {
  if (!result) return 'IAM did not decide'
  if (result.OrganizationsDecisionDetail?.AllowedByOrganizations === false)
    return 'a policy of the organisation forbids it'
  if (result.PermissionsBoundaryDecisionDetail?.AllowedByPermissionsBoundary === false)
    return 'a permissions boundary forbids it'
  return result.EvalDecision === 'explicitDeny' ? 'a policy forbids it' : 'no policy allows it'
}
