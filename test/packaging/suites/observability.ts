import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { notificationRecords, operationFinished } from '../../../functions/domain/auditRecord.ts'
import {
  documentInvalidMetric,
  eventRejectedMetric,
  outcomeUnknownMetric,
  recoveredLateMetric,
  routesLeadNowhereMetric,
  routingUnreadableMetric,
  sweepCompletedMetric,
  throttledMetric,
} from '../../../functions/domain/metrics.ts'
import { delivery, report } from '../../support/builders.ts'
import { projectRoot } from '../packageStack.ts'
import { resolveTemplate } from '../resolveTemplate.ts'
import { type AlarmProperties, alarms, metricsOf, muteAlarms, runbookSections } from '../rules/alarms.ts'
import { dashboardWidgets, overlapping } from '../rules/dashboard.ts'
import { fieldsOf, fieldsRead, savedQueries } from '../rules/queries.ts'
import type { Packaged } from './packaged.ts'

/** What each alarm looks at: the metric, and the value of its one dimension. */
const watched: Record<string, string[]> = {
  ExecutionsFailedAlarm: [
    'AWS/States ExecutionsFailed WatchStateMachine',
    'AWS/States ExecutionsTimedOut WatchStateMachine',
    'AWS/States ExecutionsAborted WatchStateMachine',
  ],
  NotificationDeadLettersAlarm: [
    'AWS/SQS ApproximateNumberOfMessagesVisible NotificationDeadLetterQueue.QueueName',
  ],
  StartEventDeadLettersAlarm: [
    'AWS/SQS ApproximateNumberOfMessagesVisible StartEventDeadLetterQueue.QueueName',
  ],
  SweepDeadLettersAlarm: ['AWS/SQS ApproximateNumberOfMessagesVisible SweepDeadLetterQueue.QueueName'],
  SweepMissingAlarm: ['Flowbell SweepsCompleted flowbell-dev'],
  ThrottlingLastsAlarm: ['Flowbell Throttles flowbell-dev'],
  EventsRejectedAlarm: ['Flowbell EventsRejected flowbell-dev'],
  RoutingUnreadableAlarm: ['Flowbell RoutingUnreadable flowbell-dev'],
  RoutesLeadNowhereAlarm: ['Flowbell RoutesLeadNowhere flowbell-dev'],
  DocumentsInvalidAlarm: ['Flowbell DocumentsInvalid flowbell-dev'],
  OutcomesUnknownAlarm: ['Flowbell OutcomesUnknown flowbell-dev'],
  EventsLostAlarm: ['Flowbell OperationsRecoveredLate flowbell-dev'],
  RuleInvocationsFailedAlarm: [
    'AWS/Events FailedInvocations FlowOperationStartedRule',
    'AWS/Events FailedInvocations FlowOperationRefusedRule',
  ],
  FunctionErrorsAlarm: [
    'AWS/Lambda Errors StartWatchLambdaFunction',
    'AWS/Lambda Throttles StartWatchLambdaFunction',
    'AWS/Lambda Errors SweepOperationsLambdaFunction',
    'AWS/Lambda Throttles SweepOperationsLambdaFunction',
    'AWS/Lambda Errors ComposeNoticeLambdaFunction',
  ],
}

export function describeObservability(packaged: () => Packaged): void {
  const stack = () => resolveTemplate(packaged().template)
  const alarm = (id: string) => alarms(stack())[id] as AlarmProperties

  describe('the alarms', () => {
    test('are all there, and look where they say', () => {
      const looksAt = (found: AlarmProperties) =>
        metricsOf(found).map(
          ({ Namespace, MetricName, Dimensions }) =>
            `${Namespace} ${MetricName} ${Dimensions.map(({ Value }) => Value).join()}`,
        )

      expect(
        Object.fromEntries(Object.entries(alarms(stack())).map(([id, found]) => [id, looksAt(found)])),
      ).toEqual(watched)
    })

    test('tell the operations topic, say what they mean, and each has its section in the runbook', () => {
      expect(muteAlarms(stack())).toEqual([])
      expect(Object.keys(alarms(stack()))).toHaveLength(runbookSections.length)
    })

    test('find their section in the runbook, which has no other', () => {
      const runbook = readFileSync(path.join(projectRoot, 'docs/runbook.md'), 'utf8')

      expect([...runbook.matchAll(/^## (.+)$/gm)].map(match => match[1])).toEqual(runbookSections)
    })

    test('look at metrics that the code writes', () => {
      const written = [
        documentInvalidMetric,
        eventRejectedMetric,
        outcomeUnknownMetric,
        recoveredLateMetric(1),
        routesLeadNowhereMetric,
        routingUnreadableMetric,
        sweepCompletedMetric,
        throttledMetric,
      ]
      const own = Object.values(alarms(stack()))
        .flatMap(metricsOf)
        .filter(({ Namespace }) => Namespace === 'Flowbell')

      expect(own.map(({ MetricName }) => MetricName).sort()).toEqual(written.map(({ name }) => name).sort())
      expect(own.every(({ Dimensions }) => Dimensions.length === 1 && Dimensions[0]?.Name === 'Stack')).toBe(
        true,
      )
    })

    test('ring for a sweep that is missing for the time of three, and for nothing else that is missing', () => {
      const { Period, EvaluationPeriods, TreatMissingData, ComparisonOperator } = alarm('SweepMissingAlarm')
      const sweepSeconds = 600

      expect(Number(Period) * EvaluationPeriods).toBe(3 * sweepSeconds)
      expect([TreatMissingData, ComparisonOperator]).toEqual(['breaching', 'LessThanThreshold'])
      for (const [id, other] of Object.entries(alarms(stack()))) {
        if (id !== 'SweepMissingAlarm') {
          expect([other.TreatMissingData, other.ComparisonOperator]).toEqual([
            // A queue where letters wait and nothing moves has no figures after some hours.
            id.endsWith('DeadLettersAlarm') ? 'ignore' : 'notBreaching',
            'GreaterThanThreshold',
          ])
        }
      }
    })

    test('ring for throttling only when it lasts', () => {
      const { Period, EvaluationPeriods, DatapointsToAlarm } = alarm('ThrottlingLastsAlarm')

      expect(Number(Period) * EvaluationPeriods).toBe(1800)
      expect(DatapointsToAlarm).toBeGreaterThan(EvaluationPeriods / 2)
    })
  })

  describe('the dashboard', () => {
    test('answers four questions, in the order in which they are asked', () => {
      const headings = dashboardWidgets(stack())
        .toSorted((one, other) => one.y - other.y)
        .flatMap(({ properties }) => properties.markdown?.split('\n')[0] ?? [])

      expect(headings).toEqual([
        '# Is anything waiting?',
        '# What failed?',
        '# What was late?',
        '# Is Flowbell itself well?',
      ])
    })

    test('shows every alarm', () => {
      const shown = dashboardWidgets(stack()).flatMap(({ properties }) => properties.alarms ?? [])

      expect(shown.sort()).toEqual(
        Object.keys(alarms(stack()))
          .map(id => `${id}.Arn`)
          .sort(),
      )
    })

    test('has no widget over another', () => {
      expect(overlapping(dashboardWidgets(stack()))).toEqual([])
    })
  })

  describe('the saved queries', () => {
    const records = () => [
      operationFinished(report(), '2026-11-02T09:16:00.000Z'),
      ...notificationRecords(
        report(),
        [
          delivery({ status: 'DELIVERED', receipt: 'id' }),
          delivery({ status: 'DEAD_LETTERED', reason: 'gone', target: 'security' }),
        ],
        '2026-11-02T09:16:00.000Z',
      ),
    ]

    test('look at the audit log', () => {
      const found = savedQueries(stack())

      expect(Object.keys(found)).toEqual([
        'OperationHistoryQuery',
        'FlushesByPrincipalQuery',
        'FailedNotificationsQuery',
      ])
      expect(Object.values(found).map(({ LogGroupNames }) => LogGroupNames)).toEqual(
        Object.values(found).map(() => ['AuditLogGroup']),
      )
    })

    test('read only what the audit records hold', () => {
      const held = new Set(records().flatMap(record => fieldsOf(record)))
      const queries = Object.values(savedQueries(stack())).map(({ QueryString }) => QueryString)
      const widget = dashboardWidgets(stack()).flatMap(({ properties }) => properties.query ?? [])

      for (const query of [...queries, ...widget]) {
        expect(fieldsRead(query).filter(field => !held.has(field))).toEqual([])
      }
    })

    test('ask for record types and operation types that the code writes', () => {
      const [finished, , deadLetter] = records()
      const queries = savedQueries(stack())

      expect(queries['FlushesByPrincipalQuery']?.QueryString).toContain(`"${finished?.recordType}"`)
      expect(queries['FlushesByPrincipalQuery']?.QueryString).toContain(`"${report().flowOperationType}"`)
      expect(queries['FailedNotificationsQuery']?.QueryString).toContain(`"${deadLetter?.recordType}"`)
    })
  })
}
