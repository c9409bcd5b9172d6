import type { RoutingDocument } from '../functions/domain/routingDocument.ts'
import type { MemberDescriptions } from './documentDescriptions.ts'

type Route = RoutingDocument['routes'][number]

/** The routing document; docs/routing.md says the same at more length. */
export const routingDescriptions: MemberDescriptions<RoutingDocument> = {
  schemaVersion: '1',
  minimumSeverity: 'by channel: lesser messages stay out of it, whatever route they come by',
  routes: 'every route that fits adds its targets',
  otherwise: 'where a message goes that no route fits; left out: to every channel that is set',
}

export const routingPartDescriptions = {
  Route: {
    name: 'shown where it is said why a message went somewhere',
    when: 'what the route asks for; what it does not name it does not ask for',
    minimumSeverity: 'lesser messages do not go this way',
    to: 'the targets',
  } satisfies MemberDescriptions<Route>,
  Conditions: {
    outcomes: 'one of these outcomes; an overdue notice fits every route, since the end is open',
    operationTypes: 'flushes or captures only',
    firewalls: 'one of these firewall names; * stands for any text',
    tags: 'all of these tags of the firewall, each with a value that fits the pattern; * and ? as in names',
  } satisfies MemberDescriptions<Route['when']>,
  SlackTarget: {
    channel: 'Slack',
    slackChannel: "a Slack channel id, for a bot token; left out: the secret's channel",
  },
  SnsTarget: {
    channel: 'SNS',
    topicArn: 'a standard SNS topic; left out: the topic of the settings',
  },
  EventBridgeTarget: { channel: 'the event bus of the settings' },
  TeamsTarget: { channel: 'the Teams channel or chat of the settings: its flow says which' },
} as const
