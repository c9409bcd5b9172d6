import { isDeepStrictEqual } from 'node:util'
import type { Template } from './packageStack.ts'

export interface ResolvedResource {
  readonly Type: string
  readonly DeletionPolicy?: string
  readonly UpdateReplacePolicy?: string
  readonly Properties: Readonly<Record<string, unknown>>
}

/** What CloudFormation would make of the template: conditions decided, references replaced. */
export interface ResolvedStack {
  readonly resources: Readonly<Record<string, ResolvedResource>>
  readonly outputs: Readonly<Record<string, unknown>>
}

interface FullTemplate extends Template {
  readonly Parameters: Record<string, { Default: unknown }>
  readonly Conditions: Record<string, unknown>
}

const pseudoParameters: Record<string, string> = {
  'AWS::AccountId': '123456789012',
  'AWS::Partition': 'aws',
  'AWS::Region': 'us-east-1',
  'AWS::StackName': 'flowbell-dev',
  'AWS::StackId': 'arn:aws:cloudformation:us-east-1:123456789012:stack/flowbell-dev/stack-guid',
  'AWS::URLSuffix': 'amazonaws.com',
}
const noValue = Symbol('AWS::NoValue')

/**
 * Resolves a template as CloudFormation does, with these values for its parameters. A reference to a resource becomes its
 * logical id, an attribute `<id>.<attribute>`, so that rules can be written in plain text.
 */
export function resolveTemplate(
  template: Template,
  given: Readonly<Record<string, string>> = {},
): ResolvedStack {
  const { Parameters, Conditions, Resources, Outputs } = template as FullTemplate
  const scope = new Scope(
    { ...pseudoParameters, ...mapValues(Parameters, ({ Default }) => String(Default)), ...given },
    Conditions,
  )
  const exists = (entry: object) => !('Condition' in entry) || scope.isTrue(String(entry.Condition))
  const resolved = <T extends object>(entries: Record<string, T>) =>
    mapValues(Object.fromEntries(Object.entries(entries).filter(([, entry]) => exists(entry))), entry =>
      scope.resolve(entry),
    )
  return {
    resources: resolved(Resources) as ResolvedStack['resources'],
    outputs: mapValues(resolved(Outputs), output => (output as { Value: unknown }).Value),
  }
}

/** Only the functions that the template uses: an unknown one fails. */
class Scope {
  private readonly values: Record<string, string>
  private readonly conditions: Record<string, unknown>

  constructor(values: Record<string, string>, conditions: Record<string, unknown>) {
    this.values = values
    this.conditions = conditions
  }

  isTrue(condition: string): boolean {
    if (!(condition in this.conditions)) throw new Error(`no condition ${condition}`)
    return this.resolve(this.conditions[condition]) === true
  }

  resolve(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(item => this.resolve(item)).filter(item => item !== noValue)
    if (typeof value !== 'object' || value === null) return value
    const [[name, argument] = ['', undefined], ...others] = Object.entries(value)
    if (others.length === 0 && (name === 'Ref' || name === 'Condition' || name.startsWith('Fn::')))
      return this.call(name, argument)
    const members = Object.entries(value).map(([key, member]) => [key, this.resolve(member)] as const)
    return Object.fromEntries(members.filter(([, member]) => member !== noValue))
  }

  private call(name: string, argument: unknown): unknown {
    if (name === 'Ref') return argument === 'AWS::NoValue' ? noValue : this.named(String(argument))
    // A condition by name stands only inside conditions; elsewhere the word is a member of a policy statement.
    if (name === 'Condition')
      return typeof argument === 'string' ? this.isTrue(argument) : { Condition: this.resolve(argument) }
    if (name === 'Fn::If') {
      const [condition, yes, no] = argument as [string, unknown, unknown]
      return this.resolve(this.isTrue(condition) ? yes : no)
    }
    if (name === 'Fn::Sub') return this.substitute(argument)
    const items = this.resolve(argument) as unknown[]
    switch (name) {
      case 'Fn::GetAtt':
        return items.join('.')
      case 'Fn::Equals':
        return isDeepStrictEqual(items[0], items[1])
      case 'Fn::Not':
        return items[0] !== true
      case 'Fn::And':
        return items.every(item => item === true)
      case 'Fn::Or':
        return items.includes(true)
      case 'Fn::Split':
        return String(items[1]).split(String(items[0]))
      case 'Fn::Join':
        return (items[1] as unknown[]).join(String(items[0]))
      case 'Fn::Select':
        return (items[1] as unknown[])[Number(items[0])]
      default:
        throw new Error(`the template uses ${name}, which these tests cannot resolve`)
    }
  }

  private substitute(argument: unknown): string {
    const [text, own] = (Array.isArray(argument) ? argument : [argument, {}]) as [
      string,
      Record<string, unknown>,
    ]
    return text.replaceAll(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
      if (literal) return `\${${name}}`
      return name in own ? String(this.resolve(own[name])) : this.named(name)
    })
  }

  private named(name: string): string {
    return this.values[name] ?? name
  }
}

function mapValues<T, R>(entries: Readonly<Record<string, T>>, change: (value: T) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(entries).map(([key, value]) => [key, change(value)]))
}
