import * as z from 'zod/mini'

const Events = z.object({ events: z.array(z.object({ message: z.string() })) })

/**
 * The audit log's lines in a file: JSON lines as they were written; with the time in front, as CloudWatch Logs exports them;
 * or the answer of `aws logs filter-log-events` or `get-log-events`.
 */
export function auditLinesIn(text: string): string[] {
  const answer = answerIn(text)
  if (answer) return answer.events.flatMap(({ message }) => linesOf(message))
  return linesOf(text).map(line => line.replace(/^\d{4}-\d\d-\d\dT[\d:.]+Z\s+(?=\{)/u, ''))
}

function linesOf(text: string): string[] {
  return text.split(/\r?\n/u).filter(line => line.trim() !== '')
}

function answerIn(text: string): z.infer<typeof Events> | null {
  try {
    return Events.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}
