import type * as z from 'zod/mini'
import type { Notice } from './notification.ts'
import { severityOf } from './outcome.ts'
import { FlowOperationReport } from './report.ts'
import { isObject } from './tolerantJson.ts'

/** A document that fits the schema, and the names of the members that did not and are told as unknown. */
export type ToldDocument = { readonly document: FlowOperationReport; readonly unfit: readonly string[] }

/**
 * What is sent, checked against the published schema. A member that does not fit is a defect of ours: it is emptied, so that
 * machines get nothing that the schema does not allow, and people are told the rest (docs/adr/0040).
 */
export function toldDocument(value: unknown, notice: Notice): ToldDocument {
  const whole = FlowOperationReport.safeParse(value)
  if (whole.success) return { document: whole.data, unfit: [] }
  const members = Object.entries(FlowOperationReport.shape).map(([name, schema]) => ({
    name,
    schema,
    parsed: schema.safeParse(isObject(value) ? value[name] : undefined),
  }))
  const told = members.map(({ name, schema, parsed }) => [
    name,
    parsed.success ? parsed.data : emptied(schema),
  ])
  const unfit = members.filter(({ parsed }) => !parsed.success).map(({ name }) => name)
  return { document: withWords(Object.fromEntries(told) as FlowOperationReport, notice, unfit), unfit }
}

const emptyValues = [null, [], false, 0, 1, 'unknown'] as const

/** The emptiest value that a member may have. */
function emptied(schema: z.ZodMiniType): unknown {
  return emptyValues.find(value => schema.safeParse(value).success)
}

/** The three members that say what kind of message it is have no empty value. */
function withWords(
  document: FlowOperationReport,
  notice: Notice,
  unfit: readonly string[],
): FlowOperationReport {
  const isOutcomeLost = notice === 'OUTCOME' && unfit.includes('outcome')
  const outcome = isOutcomeLost ? 'UNKNOWN' : document.outcome
  const severity = unfit.includes('severity') ? severityOf(outcome) : document.severity
  return { ...document, notice, outcome, severity }
}
