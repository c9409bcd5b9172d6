import { readSettings } from '../../../functions/config.ts'
import type { Definition } from '../../../local/engine/definition.ts'
import { newAwsModels } from '../../../local/model/awsModels.ts'
import { drawIdentifiersFrom } from '../../../local/model/wire/identifiers.ts'
import { accountId, region } from '../../../local/startEvent.ts'
import { sendAwsCallsBy, sharedClient } from './awsClients.ts'
import { chanceOf, identifiersOf } from './chance.ts'
import { firewallOf } from './cloudTrail.ts'
import { Executions } from './executions.ts'
import { FaultBook } from './faults.ts'
import { Ingress } from './ingress.ts'
import { Journal } from './journal.ts'
import { type Handlers, LambdaService } from './lambdaService.ts'
import { newDoors } from './network.ts'
import type { Scenario } from './scenario.ts'
import { prepareSecrets, settingsOf } from './setup.ts'
import { worldFetch } from './webFetch.ts'
import { Wire } from './wire.ts'

/** What is tried: the shipped definition and handlers, or a copy of them with a planted fault. */
export type Product = { readonly definition: Definition; readonly handlers: Handlers }

export type World = ReturnType<typeof newWorld>

/** Everything that one run consists of; to be made, and used, inside the virtual world's time. */
export function newWorld(scenario: Scenario, product: Product) {
  const { seed } = scenario
  const now = () => Date.now()
  const newIdentifier = identifiersOf(seed)
  drawIdentifiersFrom(newIdentifier)
  const journal = new Journal()
  const models = newAwsModels({ now, region, accountId, origin: `https://sqs.${region}.amazonaws.com` })
  const doors = newDoors(models, now, scenario.slackMessagesPerSecond)
  const names = prepareModels(scenario, models)
  prepareSecrets(scenario, models, doors, names)
  const faults = new FaultBook(scenario.faults)
  const wire = new Wire({ log: doors.log, journal, faults, chance: chanceOf(seed, 'network') })
  const setup = {
    settings: readSettings(settingsOf(scenario, names), ['FLOWBELL_AUDIT_LOG_GROUP']),
    journal,
    random: chanceOf(seed, 'flowbell'),
    clockError: () => clockErrorAt(scenario, journal.now),
    prepareClient: sharedClient,
  }
  const { handlers, definition } = product
  const lambda = new LambdaService({
    handlers,
    setup,
    journal,
    faults,
    chance: chanceOf(seed, 'lambda'),
    scenario,
  })
  const executions = new Executions({ definition, model: models.stepFunctions, lambda, journal })
  const chance = chanceOf(seed, 'ingress')
  const { startEventQueueUrl } = names
  const ingress = new Ingress({ models, lambda, journal, faults, chance, newIdentifier, startEventQueueUrl })
  sendAwsCallsBy(async (request, deadline) => {
    const answer = await wire.exchange({ ...doors.aws(request), request, deadline })
    executions.begin()
    return answer
  })
  const fetch = worldFetch(doors, wire)
  return { scenario, journal, models, doors, names, faults, lambda, executions, ingress, fetch }
}

export type Names = ReturnType<typeof prepareModels>

function prepareModels(scenario: Scenario, models: ReturnType<typeof newAwsModels>) {
  const firewalls = new Set(scenario.operations.map(({ firewall }) => firewall))
  for (const firewall of firewalls) models.networkFirewall.addFirewall(firewallOf(firewall))
  const auditLogGroup = '/flowbell/audit'
  models.logs.createGroup(auditLogGroup)
  return {
    auditLogGroup,
    topicArn: models.sns.createTopic('flowbell'),
    deadLetterQueueUrl: models.sqs.createQueue('notification-dead-letters'),
    startEventQueueUrl: models.sqs.createQueue('start-event-dead-letters'),
    stateMachineArn: models.stepFunctions.createStateMachine('watch-flow-operation'),
    routesParameter: '/flowbell/routes',
  }
}

function clockErrorAt({ clockJump }: Scenario, now: number): number {
  return clockJump && now >= clockJump.atSeconds * 1000 ? clockJump.bySeconds * 1000 : 0
}
