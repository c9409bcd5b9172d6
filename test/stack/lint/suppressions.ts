import type { Template } from '../../packaging/packageStack.ts'

interface Suppression {
  readonly tool: 'checkov' | 'cfn-lint'
  readonly id: string
  readonly reason: string
}

/** Rules that are not asked at all, for the whole template, each with its reason. */
const suppressedEverywhere: readonly Suppression[] = [
  {
    tool: 'checkov',
    id: 'CKV_AWS_116',
    reason:
      'Six functions are called by the state machine, which gets their errors itself. startWatch has an on-failure destination, which carries more than a dead-letter queue does and which this rule does not know. A failed sweep is done again by the next run and alarms.',
  },
  {
    tool: 'checkov',
    id: 'CKV_AWS_117',
    reason:
      'The functions call AWS APIs and Slack and nothing inside a VPC. In one they would need endpoints for eight services or a NAT gateway, and could be cut off by the very firewall that they watch.',
  },
  {
    tool: 'cfn-lint',
    id: 'I4010',
    reason:
      'An experimental rule that wants the purpose of each resource as metadata for AI assistants. Ours stands in the comments of resources/, where people change it.',
  },
]

/** The rules that one of the linters is not to ask. */
export function suppressedIds(tool: Suppression['tool']): string[] {
  return suppressedEverywhere.filter(suppression => suppression.tool === tool).map(({ id }) => id)
}

interface WithMetadata {
  readonly Metadata?: { readonly checkov?: { readonly skip?: readonly { id: string; comment: string }[] } }
}

/** Every suppression: those above, and those beside a single resource in the template. */
export function allSuppressions({ Resources }: Template): Suppression[] {
  const inTemplate = Object.values(Resources as unknown as Record<string, WithMetadata>)
    .flatMap(({ Metadata }) => Metadata?.checkov?.skip ?? [])
    .map(({ id, comment }) => ({ tool: 'checkov' as const, id, reason: comment }))
  return [...suppressedEverywhere, ...inTemplate]
}
