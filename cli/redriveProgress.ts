import { visibleText } from '../functions/domain/inertText.ts'
import { durationInWords } from '../functions/domain/words.ts'
import type { QueueName } from '../operator/redrive/report.ts'
import { startWaitingLine } from './waitingLine.ts'

export type RedriveProgress = {
  readonly counted: (queue: QueueName, sent: number, stayed: number) => void
  readonly waiting: (wait: { readonly seconds: number; readonly why: string }) => void
  readonly stop: () => void
}

/** A live line in a terminal; elsewhere one line for every wait, so that a log tells why it takes so long. */
export function startRedriveProgress(stream: NodeJS.WriteStream): RedriveProgress {
  const line = startWaitingLine(stream)
  let counts = 'looking for dead letters'
  line.show(() => counts)
  return {
    counted(queue, sent, stayed) {
      counts = `${queue}: ${sent} sent, ${stayed} stay`
      line.show(() => counts)
    },
    waiting({ seconds, why }) {
      const reason = visibleText(why, 200)
      const until = Date.now() + seconds * 1000
      line.show(() => `${counts} · again in ${durationInWords((until - Date.now()) / 1000)}: ${reason}`)
      if (!stream.isTTY) stream.write(`waiting ${durationInWords(seconds)}: ${reason}\n`)
    },
    stop: line.stop,
  }
}
