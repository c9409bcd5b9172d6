import type { AwsModels } from '../../../local/model/awsModels.ts'
import { RateLimit } from '../../../local/model/networkFirewall/rateLimit.ts'
import { slackGateway } from '../../../local/model/slack/gateway.ts'
import { SlackModel } from '../../../local/model/slack.ts'
import { TeamsModel, teamsGateway } from '../../../local/model/teams.ts'
import { awsGateway } from '../../../local/model/wire/awsGateway.ts'
import type { AwsService } from '../../../local/model/wire/awsService.ts'
import type { AwsFault, ChatFault } from '../../../local/model/wire/faults.ts'
import type { HttpAnswer, Reply, WireRequest } from '../../../local/model/wire/http.ts'
import { RequestLog } from '../../../local/model/wire/requestLog.ts'
import type { NetworkSite } from './faults.ts'

/** A service behind the network: answers a request, or fails the next one as told. */
export type Door = {
  readonly answer: (request: WireRequest) => Reply
  readonly failNext: (site: NetworkSite, fault: AwsFault) => void
}

/** What the last request asked for, as the model read it. */
export type Doors = {
  readonly aws: (request: WireRequest) => { readonly site: NetworkSite; readonly door: Door }
  readonly slack: (request: WireRequest) => { readonly site: NetworkSite; readonly door: Door }
  readonly teams: (request: WireRequest) => { readonly site: NetworkSite; readonly door: Door }
  readonly log: RequestLog
  readonly slackModel: SlackModel
  readonly teamsModel: TeamsModel
}

/** The models' front doors, without sockets. `now` is epoch milliseconds; without a limit Slack takes any rate. */
export function newDoors(models: AwsModels, now: () => number, slackMessagesPerSecond = Infinity): Doors {
  const log = new RequestLog(now)
  const slackModel = new SlackModel(now)
  const teamsModel = new TeamsModel()
  const aws = awsGateway(Object.values(models), log)
  const slack = slackGateway(slackModel, log)
  const slackLimit = new RateLimit(slackMessagesPerSecond)
  const teams = teamsGateway(teamsModel, log)
  const byRoute = new Map<string, AwsService>(Object.values(models).map(model => [model.routeKey, model]))
  return {
    log,
    slackModel,
    teamsModel,
    aws: request => {
      const [routeKey = '', operation = ''] = awsTarget(request)
      const service = byRoute.get(routeKey)
      if (!service) throw new TypeError(`no model answers ${routeKey}`)
      const failNext = (site: NetworkSite, fault: AwsFault) => service.failNext({ operation: site, fault })
      return { site: operation as NetworkSite, door: { answer: aws, failNext } }
    },
    slack: request => {
      const isWebhook = request.path.startsWith('/services/')
      const site = isWebhook ? 'webhook' : (request.path.slice('/api/'.length) as 'chat.postMessage')
      const failNext = (_site: NetworkSite, fault: AwsFault) =>
        slackModel.failNext({ operation: site, fault: fault as ChatFault })
      const answer = (arrived: WireRequest) => {
        if (!slackLimit.admits(now())) slackModel.failNext({ operation: site, fault: tooFast })
        return slack(arrived)
      }
      return { site, door: { answer, failNext } }
    },
    teams: () => {
      const failNext = (_site: NetworkSite, fault: AwsFault) =>
        teamsModel.failNext({ operation: 'flow', fault: fault as ChatFault })
      return { site: 'flow', door: { answer: teams, failNext } }
    },
  }
}

/** Slack says no more than this when messages come too fast. */
const tooFast: ChatFault = {
  kind: 'raw-answer',
  status: 429,
  headers: { 'retry-after': '1' },
  body: 'rate_limited',
}

/** Service and operation: by header, or of the query protocol by its form. */
function awsTarget({ headers, bodyText }: WireRequest): string[] {
  const target = headers['x-amz-target']
  if (target !== undefined) return target.split('.')
  const form = new URLSearchParams(bodyText)
  return [form.get('Version') ?? '', form.get('Action') ?? '']
}

/** The answer that is sent. Hangs and resets are the network's own here, never a model's. */
export function answered(reply: Reply): HttpAnswer {
  if (typeof reply === 'string') throw new TypeError(`a model answered by ${reply}`)
  return reply
}
