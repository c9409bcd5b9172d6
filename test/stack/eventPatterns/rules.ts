import type { Template } from '../../packaging/packageStack.ts'
import type { RulePatterns } from './patternFindings.ts'

type RuleProperties = {
  readonly EventPattern: unknown
  readonly EventBusName?: unknown
  readonly State?: unknown
}

/** The event rules of a template, by logical id. */
export function eventRules(template: Template): Readonly<Record<string, RuleProperties>> {
  return Object.fromEntries(
    Object.entries(template.Resources)
      .filter(([, { Type }]) => Type === 'AWS::Events::Rule')
      .map(([id, { Properties }]) => [id, Properties as RuleProperties]),
  )
}

/** The patterns of the two rules; throws an Error when one is missing. */
export function rulePatterns(template: Template): RulePatterns {
  const rules = eventRules(template)
  const patternOf = (id: string) => {
    const rule = rules[id]
    if (!rule) throw new Error(`the template has no event rule ${id}`)
    return rule.EventPattern
  }
  return { started: patternOf('FlowOperationStartedRule'), refused: patternOf('FlowOperationRefusedRule') }
}
