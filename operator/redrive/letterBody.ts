import * as z from 'zod/mini'
import { ChannelName, Notice } from '../../functions/domain/notification.ts'
import { FlowOperationReport } from '../../functions/domain/report.ts'

/**
 * A dead letter as far as it is needed to send it again. Members that were added later have defaults, here and in the
 * document's own schema; members that this version does not know are left out.
 */
const Letter = z.object({
  channel: ChannelName,
  target: z._default(z.nullable(z.string()), null),
  notice: Notice,
  document: FlowOperationReport,
})
export type Letter = z.infer<typeof Letter>

/** The letter in a message, or why there is none. */
export function letterIn(body: string): Letter | string {
  const value = jsonIn(body)
  if (value === undefined) return 'it is not JSON'
  const parsed = Letter.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  return `it is not a dead letter of Flowbell: ${issue?.path.join('.') || 'the whole'}: ${issue?.message ?? 'not understood'}`
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
