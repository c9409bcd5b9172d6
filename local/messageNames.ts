import { outcomes } from '../functions/domain/outcome.ts'

/** The messages that an operation can lead to: the card of the start, the overdue notice, and one for each outcome. */
export const messageNames = ['STARTED', 'OVERDUE', ...outcomes] as const
export type MessageName = (typeof messageNames)[number]
