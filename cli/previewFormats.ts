import type { FlowOperationReport } from '../functions/domain/report.ts'
import { type Mail, slackPayloads, snsParts, teamsPayload } from '../local/previewMessages.ts'
import { previewPage } from './previewPage/page.ts'
import { previewText } from './previewText.ts'

/** text: for the terminal. slack: Block Kit payloads. teams: Adaptive Cards. q: Amazon Q notifications. json: the machine-readable documents. */
export const previewFormats = ['text', 'slack', 'teams', 'mail', 'q', 'json', 'html'] as const
export type PreviewFormat = (typeof previewFormats)[number]

/** Documents in, what is printed out; null when none of them is sent in that form. Only text depends on where it is read. */
type Rendering = (documents: readonly FlowOperationReport[], isTerminal: boolean) => string | null

export const renderings: Readonly<Record<PreviewFormat, Rendering>> = {
  text: previewText,
  slack: documents => jsonArray(documents.flatMap(slackPayloads)),
  teams: documents => jsonArray(documents.map(teamsPayload).filter(message => message !== null)),
  mail: documents => {
    const mails = partsOf(documents).map(({ mail }) => mailLines(mail))
    return mails.length === 0 ? null : mails.join(`\n${'─'.repeat(40)}\n\n`)
  },
  q: documents => jsonArray(partsOf(documents).map(({ amazonQ }) => amazonQ)),
  json: documents => jsonArray(partsOf(documents).map(({ machineReadable }) => machineReadable)),
  html: previewPage,
}

function partsOf(documents: readonly FlowOperationReport[]) {
  return documents.map(snsParts).filter(parts => parts !== null)
}

function jsonArray(values: readonly unknown[]): string | null {
  return values.length === 0 ? null : `${JSON.stringify(values, null, 2)}\n`
}

function mailLines({ subject, text }: Mail): string {
  return `Subject: ${subject}\n\n${text}`
}
