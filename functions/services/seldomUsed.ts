/** What startWatch needs for few events only: in one file, since each takes Node.js about a millisecond to find and begin. */
export { buildAuditLog } from './auditLog.ts'
export { buildFlowOperations } from './flowOperations.ts'
