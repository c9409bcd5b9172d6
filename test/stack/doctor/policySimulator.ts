import { GetRolePolicyCommand, type IAMClient, ListRolePoliciesCommand } from '@aws-sdk/client-iam'
import type { WireAnswer } from './router.ts'

type Statement = {
  readonly Effect: 'Allow' | 'Deny'
  readonly Action: string | readonly string[]
  readonly Resource: string | readonly string[]
  readonly Condition?: { readonly StringEquals?: Readonly<Record<string, string>> }
}

/**
 * Answers SimulatePrincipalPolicy, which moto does not have, from the inline policies of the role in moto: the roles of the
 * shipped template as they were deployed. One result per action, as the API page has it. Of conditions it knows
 * StringEquals, against the context that the simulation names.
 */
export async function simulate(iam: IAMClient, form: URLSearchParams): Promise<WireAnswer> {
  const roleName = form.get('PolicySourceArn')?.split('/').at(-1) ?? ''
  const [resourceArn = ''] = members(form, 'ResourceArns')
  const context = contextOf(form)
  const statements = (await statementsOf(iam, roleName)).filter(statement => holds(statement, context))
  const results = members(form, 'ActionNames').map(action => {
    const holding = statements.filter(
      ({ Action, Resource }) =>
        fits([Action].flat(), action) && fits([Resource].flat().map(asCloudFormationHasIt), resourceArn),
    )
    return resultXml(action, resourceArn, decisionOf(holding))
  })
  return xmlAnswer(
    `<SimulatePrincipalPolicyResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><SimulatePrincipalPolicyResult><IsTruncated>false</IsTruncated><EvaluationResults>${results.join('')}</EvaluationResults></SimulatePrincipalPolicyResult></SimulatePrincipalPolicyResponse>`,
  )
}

function contextOf(form: URLSearchParams): Map<string, string> {
  const names = [...form].filter(([key]) => key.endsWith('.ContextKeyName'))
  return new Map(
    names.map(([key, name]) => [
      name,
      form.get(key.replace(/ContextKeyName$/, 'ContextKeyValues.member.1')) ?? '',
    ]),
  )
}

function holds({ Condition }: Statement, context: ReadonlyMap<string, string>): boolean {
  if (!Condition) return true
  const { StringEquals, ...unknownOperators } = Condition
  return (
    Object.keys(unknownOperators).length === 0 &&
    Object.entries(StringEquals ?? {}).every(([key, value]) => context.get(key) === value)
  )
}

function xmlAnswer(body: string, status = 200): WireAnswer {
  return { status, headers: { 'content-type': 'text/xml' }, body }
}

function decisionOf(holding: readonly Statement[]): string {
  if (holding.some(({ Effect }) => Effect === 'Deny')) return 'explicitDeny'
  return holding.length > 0 ? 'allowed' : 'implicitDeny'
}

function resultXml(action: string, resourceArn: string, decision: string): string {
  return `<member><EvalActionName>${action}</EvalActionName><EvalResourceName>${resourceArn}</EvalResourceName><EvalDecision>${decision}</EvalDecision></member>`
}

async function statementsOf(iam: IAMClient, RoleName: string): Promise<Statement[]> {
  const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }))
  const policies = await Promise.all(
    PolicyNames.map(PolicyName => iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }))),
  )
  return policies.flatMap(({ PolicyDocument = '' }) => statementsIn(decodeURIComponent(PolicyDocument)))
}

/**
 * moto gives a policy that its CloudFormation made as Python writes a dictionary, `AWS::NoValue` as None. No quote stands
 * inside a text of ours.
 */
function statementsIn(document: string): Statement[] {
  const isPython = document.startsWith("{'")
  const json = isPython ? document.replaceAll("'", '"').replaceAll(/\bNone\b/g, 'null') : document
  const { Statement } = JSON.parse(json) as { Statement: (Statement | null)[] }
  return Statement.filter(statement => statement !== null)
}

function members(form: URLSearchParams, name: string): string[] {
  return [...form].filter(([key]) => key.startsWith(`${name}.member.`)).map(([, value]) => value)
}

/** CloudFormation's `Arn` of a log group ends with `:*`, moto's does not. */
function asCloudFormationHasIt(resource: string): string {
  return /:log-group:[^:]+$/.test(resource) ? `${resource}:*` : resource
}

/** IAM's wildcards: `*` for any run of characters, `?` for one. */
function fits(patterns: readonly string[], text: string): boolean {
  return patterns.some(pattern => {
    const literal = pattern.replaceAll(/[$()+.[\\\]^{|}]/g, String.raw`\$&`)
    return new RegExp(`^${literal.replaceAll('*', '.*').replaceAll('?', '.')}$`).test(text)
  })
}
