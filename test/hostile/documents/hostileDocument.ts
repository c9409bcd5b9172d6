import fc from 'fast-check'
import { outcomes, severityOf } from '../../../functions/domain/outcome.ts'
import { FlowOperationReport } from '../../../functions/domain/report.ts'
import { almostRight } from './almostRight.ts'
import { arbitraryOf } from './arbitraryOf.ts'
import { hostileText } from './hostileText.ts'

/**
 * The only texts that nobody else can choose: the key of the watch and the holder of the slot are checked against the API
 * model's pattern where they enter (domain/triggerEvent, usecases/slotHolder), times are written by Flowbell from a parsed time.
 */
const ownTexts: readonly (readonly [RegExp, fc.Arbitrary<string>])[] = [
  [/^watchKey$|^slotHolder\.flowOperationId$/, fc.uuid()],
  [/(?:At|Timestamp)$/, fc.date({ noInvalidDate: true, min: new Date(0) }).map(date => date.toISOString())],
]

function ownTextAt(path: string): fc.Arbitrary<string> | undefined {
  return ownTexts.find(([pattern]) => pattern.test(path))?.[1]
}

/** An ARN is cut up for names and addresses, so it keeps its form and is hostile inside. */
const firewallArn = fc.oneof(
  hostileText,
  hostileText.map(name => `arn:aws:network-firewall:eu-west-1:123456789012:firewall/${name}`),
  fc
    .tuple(fc.constantFrom('aws', 'aws-cn', 'aws-us-gov', '__proto__'), hostileText, hostileText)
    .map(
      ([partition, region, name]) =>
        `arn:${partition}:network-firewall:${region}:123456789012:firewall/${name}`,
    ),
)

function hostileTextAt(path: string): fc.Arbitrary<string> {
  return ownTextAt(path) ?? (path === 'firewallArn' ? firewallArn : hostileText)
}

/** Mostly as AWS would give it, so that commands and links are made, and poisoned here and there. */
function almostRightTextAt(path: string): fc.Arbitrary<string> {
  return ownTextAt(path) ?? almostRight(path) ?? hostileText
}

const notices = [...outcomes, 'OVERDUE', 'STARTED'] as const

/** A document of any notice in which every foreign text is hostile. */
export const hostileDocument: fc.Arbitrary<FlowOperationReport> = fc
  .tuple(
    fc.oneof(
      { arbitrary: arbitraryOf(FlowOperationReport, { textAt: hostileTextAt, maxItems: 12 }), weight: 4 },
      { arbitrary: arbitraryOf(FlowOperationReport, { textAt: almostRightTextAt, maxItems: 3 }), weight: 1 },
    ),
    fc.constantFrom(...notices),
  )
  .map(([members, kind]) => ({ ...(members as FlowOperationReport), ...headOf(kind) }))

/** Notice, outcome and severity belong together; the rest may be any mixture. */
function headOf(kind: (typeof notices)[number]) {
  if (kind === 'OVERDUE') return { notice: kind, outcome: null, severity: 'warning' } as const
  if (kind === 'STARTED') return { notice: kind, outcome: null, severity: 'info' } as const
  return { notice: 'OUTCOME', outcome: kind, severity: severityOf(kind) } as const
}

/** How many of a document's texts somebody else chose. */
export function foreignTextCount(value: unknown, path = ''): number {
  if (typeof value === 'string') return isForeignMember(path) ? 1 : 0
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + foreignTextCount(item, path), 0)
  if (typeof value !== 'object' || value === null) return 0
  return Object.entries(value).reduce(
    (sum, [key, member]) => sum + foreignTextCount(member, path === '' ? key : `${path}.${key}`),
    0,
  )
}

function isForeignMember(path: string): boolean {
  return ownTextAt(path) === undefined && !/^(?:notice|outcome|severity)$|Type$|\.state$/.test(path)
}
