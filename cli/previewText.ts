import { styleText } from 'node:util'
import type { FlowOperationReport } from '../functions/domain/report.ts'
import { messageLines } from './resultText.ts'

const maxColumns = 72

/** Every message in words, for the terminal. */
export function previewText(documents: readonly FlowOperationReport[], isTerminal: boolean): string {
  const parts = documents.map(document => {
    const name = document.outcome ?? document.notice
    const rule = '─'.repeat(maxColumns - name.length - 4)
    return [
      styleText(['bold', 'cyan'], `── ${name} ${rule}`),
      '',
      ...messageLines(document, isTerminal),
    ].join('\n')
  })
  return `${styleText('dim', 'Everything in these messages is synthetic.')}\n\n${parts.join('\n')}`
}
