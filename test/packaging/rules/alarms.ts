import type { ResolvedStack } from '../resolveTemplate.ts'
import { ofType } from './policies.ts'

/** The sections that docs/runbook.md must have, one per alarm. */
export const runbookSections = [
  'executions-failed',
  'notification-dead-letters',
  'start-event-dead-letters',
  'sweep-dead-letters',
  'sweep-missing',
  'throttling-lasts',
  'events-rejected',
  'routing-unreadable',
  'routes-lead-nowhere',
  'documents-invalid',
  'outcomes-unknown',
  'events-lost',
  'rule-invocations-failed',
  'function-errors',
]

export interface AlarmProperties {
  readonly AlarmName: string
  readonly AlarmDescription: string
  readonly AlarmActions: readonly unknown[]
  readonly OKActions?: readonly unknown[]
  readonly ActionsEnabled?: boolean
  readonly Namespace?: string
  readonly MetricName?: string
  readonly Dimensions?: readonly { Name: string; Value: string }[]
  readonly Metrics?: readonly { MetricStat?: { Metric: AlarmMetric; Period: number } }[]
  readonly Period?: number
  readonly EvaluationPeriods: number
  readonly DatapointsToAlarm?: number
  readonly Threshold: number
  readonly ComparisonOperator: string
  readonly TreatMissingData: string
}

export interface AlarmMetric {
  readonly Namespace: string
  readonly MetricName: string
  readonly Dimensions: readonly { Name: string; Value: string }[]
}

export function alarms(stack: ResolvedStack): Record<string, AlarmProperties> {
  const found = ofType(stack, 'AWS::CloudWatch::Alarm')
  return Object.fromEntries(
    found.map(([id, { Properties }]) => [id, Properties as unknown as AlarmProperties]),
  )
}

/** The metrics that an alarm looks at. */
export function metricsOf({ Namespace, MetricName, Dimensions, Metrics }: AlarmProperties): AlarmMetric[] {
  if (Namespace && MetricName) return [{ Namespace, MetricName, Dimensions: Dimensions ?? [] }]
  return (Metrics ?? []).flatMap(({ MetricStat }) => (MetricStat ? [MetricStat.Metric] : []))
}

/**
 * An alarm tells the operations topic, is named so that topic and key let it (`<stack>-...`), says what to do with missing
 * data, and sends its reader to the section of the runbook that bears its name.
 */
export function muteAlarms(stack: ResolvedStack): string[] {
  return Object.entries(alarms(stack)).flatMap(([id, alarm]) => {
    const name = kebab(id.replace(/Alarm$/, ''))
    const tells = (actions: readonly unknown[]) => actions.length === 1 && actions[0] === 'OperationsTopic'
    return [
      tells(alarm.AlarmActions) && tells(alarm.OKActions ?? ['OperationsTopic'])
        ? ''
        : 'does not tell the operations topic',
      alarm.ActionsEnabled === false ? 'is switched off' : '',
      alarm.AlarmName === `flowbell-dev-${name}` ? '' : 'has a name that the topic does not let in',
      alarm.AlarmDescription.length > 60 ? '' : 'does not say what it means',
      alarm.AlarmDescription.endsWith(`See docs/runbook.md#${name}`) ? '' : 'names no section of the runbook',
      runbookSections.includes(name) ? '' : 'is not in the list of sections',
      alarm.TreatMissingData ? '' : 'leaves missing data to chance',
    ]
      .filter(Boolean)
      .map(finding => `${id} ${finding}`)
  })
}

function kebab(id: string): string {
  return id.replaceAll(/\B[A-Z]/g, letter => `-${letter}`).toLowerCase()
}
