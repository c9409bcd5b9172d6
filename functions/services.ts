import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import { EventBridgeClient } from '@aws-sdk/client-eventbridge'
import { NetworkFirewallClient } from '@aws-sdk/client-network-firewall'
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { SFNClient } from '@aws-sdk/client-sfn'
import { SNSClient } from '@aws-sdk/client-sns'
import { SQSClient } from '@aws-sdk/client-sqs'
import { SSMClient } from '@aws-sdk/client-ssm'
import { eventBridgeChannel } from './adapters/channels/eventBridge.ts'
import { notificationChannels } from './adapters/channels/index.ts'
import { slackChannel } from './adapters/channels/slack.ts'
import { snsChannel } from './adapters/channels/sns.ts'
import { teamsChannel } from './adapters/channels/teams.ts'
import { cloudWatchAuditLog } from './adapters/cloudWatchAuditLog.ts'
import { emfMetrics } from './adapters/emfMetrics.ts'
import { networkFirewallDescriptions, networkFirewallFirewalls } from './adapters/firewalls.ts'
import { networkFirewallFlowOperations, networkFirewallFlushHistory } from './adapters/networkFirewall.ts'
import { rejectedEventsLog } from './adapters/rejectedEventsLog.ts'
import { givenRouting, ssmRouting } from './adapters/routing.ts'
import { secretsManager } from './adapters/secretsManager.ts'
import { sqsDeadLetters } from './adapters/sqsDeadLetters.ts'
import { stepFunctionsStarter } from './adapters/stepFunctionsStarter.ts'
import { systemPause } from './adapters/systemPause.ts'
import { configuredChannels } from './config.ts'
import { InvalidSettingError } from './domain/errors.ts'
import type {
  AuditLog,
  DeadLetters,
  FirewallDescriptions,
  Firewalls,
  FlowOperations,
  FlushHistory,
  Metrics,
  NotificationChannels,
  Pause,
  RejectedEvents,
  Routing,
  WatchStarter,
} from './ports.ts'
import type { Runtime } from './runtime.ts'

/**
 * One builder per port, so that a bundle carries only the clients that its handler names. Every client makes one attempt: the
 * state machine owns the retries, and layers would multiply.
 */
const oneAttempt = { maxAttempts: 1 } as const

export function buildFlowOperations({ prepareClient }: Runtime): FlowOperations {
  return networkFirewallFlowOperations(prepareClient(new NetworkFirewallClient(oneAttempt)))
}

export function buildFirewalls({ prepareClient }: Runtime): Firewalls {
  return networkFirewallFirewalls(prepareClient(new NetworkFirewallClient(oneAttempt)))
}

export function buildFirewallDescriptions({ prepareClient }: Runtime): FirewallDescriptions {
  return networkFirewallDescriptions(prepareClient(new NetworkFirewallClient(oneAttempt)))
}

export function buildFlushHistory({ prepareClient }: Runtime): FlushHistory {
  return networkFirewallFlushHistory(prepareClient(new NetworkFirewallClient(oneAttempt)))
}

export function buildPause(): Pause {
  return systemPause
}

export function buildMetrics({ settings, clock, log }: Runtime): Metrics {
  return emfMetrics(log, clock, settings.stackName)
}

export function buildAuditLog({ settings, ingestionClock, prepareClient }: Runtime): AuditLog {
  const group = demanded(settings.auditLogGroup, 'FLOWBELL_AUDIT_LOG_GROUP')
  return cloudWatchAuditLog(prepareClient(new CloudWatchLogsClient(oneAttempt)), group, ingestionClock)
}

export function buildRejectedEvents(runtime: Runtime): RejectedEvents {
  return rejectedEventsLog(buildAuditLog(runtime), buildMetrics(runtime), runtime.clock)
}

export function buildWatchStarter({ settings, ingestionClock, prepareClient }: Runtime): WatchStarter {
  const stateMachineArn = demanded(settings.stateMachineArn, 'FLOWBELL_STATE_MACHINE_ARN')
  return stepFunctionsStarter(prepareClient(new SFNClient(oneAttempt)), stateMachineArn, ingestionClock)
}

/** Null when no queue is set, which is for runs on one's own machine only. */
export function buildDeadLetters({ settings, prepareClient }: Runtime): DeadLetters | null {
  const { deadLetterQueueUrl } = settings
  if (deadLetterQueueUrl === null) return null
  return sqsDeadLetters(prepareClient(new SQSClient(oneAttempt)), deadLetterQueueUrl)
}

export function buildRouting({ settings, clock, prepareClient }: Runtime): Routing {
  const { routes, routesParameter } = settings
  if (routesParameter === null) return givenRouting(routes)
  return ssmRouting(prepareClient(new SSMClient(oneAttempt)), routesParameter, clock)
}

export function buildChannels({ settings, clock, prepareClient }: Runtime): NotificationChannels {
  const { topicArn, slackSecretArn, slackApiUrl, slackOrigins, eventBusName } = settings
  const { teamsSecretArn, teamsOrigins } = settings
  const secrets = () => secretsManager(prepareClient(new SecretsManagerClient(oneAttempt)), clock)
  return notificationChannels(configuredChannels(settings), {
    sns: () => (topicArn === null ? null : snsChannel(prepareClient(new SNSClient(oneAttempt)), topicArn)),
    slack: () => {
      if (slackSecretArn === null) return null
      return slackChannel(secrets(), {
        secretArn: slackSecretArn,
        apiUrl: slackApiUrl,
        extraOrigins: slackOrigins,
      })
    },
    eventbridge: () => {
      if (eventBusName === null) return null
      return eventBridgeChannel(prepareClient(new EventBridgeClient(oneAttempt)), eventBusName)
    },
    teams: () => {
      if (teamsSecretArn === null) return null
      return teamsChannel(secrets(), { secretArn: teamsSecretArn, extraOrigins: teamsOrigins })
    },
  })
}

function demanded(value: string | null, name: string): string {
  if (value === null) throw new InvalidSettingError(`${name} is missing: set it`)
  return value
}
