import { outcomes } from '../../functions/domain/outcome.ts'
import { type MessageName, messageNames } from '../../local/messageNames.ts'
import { previewDocuments } from '../../local/previewDocuments.ts'
import { chosenWord } from '../chosenWord.ts'
import { previewFormats, renderings } from '../previewFormats.ts'
import { UsageError } from '../usageError.ts'

export type PreviewOptions = { readonly outcome?: string; readonly notice?: string; readonly format: string }

/** Shows what would be sent, from synthetic data, before anything is deployed. Returns the exit code. */
export function preview(options: PreviewOptions): number {
  const format = chosenWord('--format', options.format, previewFormats)
  const documents = namesGiven(options).map(name => previewDocuments[name])
  const rendered = renderings[format](documents, process.stdout.isTTY)
  if (rendered === null)
    throw new UsageError(`nothing is sent as ${format} when a watch starts: only the Slack card shows it`)
  // What is read by a program must hold nothing else.
  if (format !== 'text') process.stderr.write('flowbell: everything in these messages is synthetic\n')
  process.stdout.write(rendered)
  return 0
}

/** Without a choice: all of them. */
function namesGiven({ outcome, notice }: PreviewOptions): readonly MessageName[] {
  const chosenNotice =
    notice === undefined ? null : chosenWord('--notice', notice, ['OUTCOME', 'OVERDUE', 'STARTED'])
  if (outcome === undefined) {
    if (chosenNotice === null) return messageNames
    return chosenNotice === 'OUTCOME' ? outcomes : [chosenNotice]
  }
  const chosen = chosenWord('--outcome', outcome, outcomes)
  if (chosenNotice === 'OVERDUE' || chosenNotice === 'STARTED')
    throw new UsageError(`--outcome ${chosen} and --notice ${chosenNotice}: such a notice has no outcome`)
  return [chosen]
}
