import type { Check } from '../check.ts'
import { auditLogCheck } from './auditLog.ts'
import { deadLettersCheck } from './deadLetters.ts'
import { eventBusCheck } from './eventBus.ts'
import { eventRulesCheck } from './eventRules.ts'
import { firewallsCheck } from './firewalls.ts'
import { functionsCheck } from './functions.ts'
import { keysCheck } from './keys.ts'
import { lastSweepCheck } from './lastSweep.ts'
import { permissionsCheck } from './permissions.ts'
import { routesCheck } from './routes.ts'
import { settingsCheck } from './settings.ts'
import { slackOriginCheck } from './slackOrigin.ts'
import { slackSecretCheck } from './slackSecret.ts'
import { slackTokenCheck } from './slackToken.ts'
import { stackCheck } from './stack.ts'
import { stateMachineCheck } from './stateMachine.ts'
import { subscriptionsCheck } from './subscriptions.ts'
import { sweepScheduleCheck } from './sweepSchedule.ts'
import { topicCheck } from './topic.ts'
import { trailCheck } from './trail.ts'

/** In the order in which they are told: what is deployed, what starts a watch, who is told, what was left behind. */
export const checks: readonly Check[] = [
  stackCheck,
  settingsCheck,
  functionsCheck,
  stateMachineCheck,
  permissionsCheck,
  keysCheck,
  auditLogCheck,
  firewallsCheck,
  trailCheck,
  eventRulesCheck,
  sweepScheduleCheck,
  lastSweepCheck,
  routesCheck,
  topicCheck,
  subscriptionsCheck,
  slackSecretCheck,
  slackOriginCheck,
  slackTokenCheck,
  eventBusCheck,
  deadLettersCheck,
]
