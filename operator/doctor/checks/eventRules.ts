import { logicalIds } from '../../deployed/logicalIds.ts'
import type { FunctionCaller, RuleFacts } from '../../ports.ts'
import { shell } from '../../shellLine.ts'
import type { Check } from '../check.ts'
import { deployFault, type Finding, fault, well } from '../finding.ts'

type NamedRule = { readonly ruleName: string; readonly rule: RuleFacts | null }

export const eventRulesCheck: Check = {
  name: 'event-rules',
  words: 'The event rules are enabled and reach startWatch',
  async examine({ stack, cloud }) {
    const { arn } = await stack.functionFacts('startWatch')
    const [callers, rules] = await Promise.all([
      cloud.functionCallers(arn),
      Promise.all(
        logicalIds.rules.map(async logicalId => {
          const ruleName = await stack.physicalId(logicalId)
          return { ruleName, rule: await cloud.rule(ruleName) }
        }),
      ),
    ])
    const faults = rules.map(named => faultOf(named, { arn, callers }))
    return faults.find(found => found !== null) ?? well(`all ${rules.length}`)
  },
}

type Target = {
  readonly arn: string
  readonly callers: readonly FunctionCaller[]
}

function faultOf({ ruleName, rule }: NamedRule, { arn, callers }: Target): Finding | null {
  if (!rule)
    return deployFault(`the rule ${ruleName} does not exist any more`, 'Remove the stack and deploy it anew')
  if (!rule.isEnabled) {
    const enable = shell`aws events enable-rule --name ${ruleName}`
    return fault(`the rule ${ruleName} is disabled: starts are not noticed`, 'Enable it', enable)
  }
  if (!rule.targetArns.includes(arn)) {
    const target = `Id=startWatch,Arn=${arn}`
    const command = shell`aws events put-targets --rule ${ruleName} --targets ${target}`
    return fault(`the rule ${ruleName} does not call startWatch`, 'Make it the target', command)
  }
  const mayCall = callers.some(
    ({ service, sourceArn }) => service === 'events.amazonaws.com' && (sourceArn ?? rule.arn) === rule.arn,
  )
  return mayCall
    ? null
    : fault(`the rule ${ruleName} may not call startWatch`, 'Allow it', permission(arn, rule.arn))
}

function permission(functionArn: string, ruleArn: string): string {
  return shell`aws lambda add-permission --function-name ${functionArn} --statement-id FlowbellRule --action lambda:InvokeFunction --principal events.amazonaws.com --source-arn ${ruleArn}`
}
