/*
 * All services, for what runs locally. A handler imports its own from services/, each a file with its client: a bundle has what
 * can be reached from its handler. What is called late loads its client with the first call that needs it.
 */
export { buildAuditLog } from './services/auditLog.ts'
export { buildChannels, loadChannels } from './services/channels.ts'
export { buildDeadLetters } from './services/deadLetters.ts'
export { buildFirewallDescriptions, buildFirewalls, buildFlushHistory } from './services/firewalls.ts'
export { buildFlowOperations } from './services/flowOperations.ts'
export { buildLateFlowOperations } from './services/lateFlowOperations.ts'
export { buildLateWatchStarter } from './services/lateWatchStarter.ts'
export { buildMetrics } from './services/metrics.ts'
export { buildRejectedEvents } from './services/rejectedEvents.ts'
export { buildRouting } from './services/routing.ts'
export { buildWatchStarter } from './services/watchStarter.ts'
