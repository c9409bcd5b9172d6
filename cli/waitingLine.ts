import { styleText } from 'node:util'
import { createLogUpdate } from 'log-update'
import { spinnerFrame } from './spinnerFrames.ts'

/** One line that tells what is being waited for, and is gone when it is over. Nothing where nobody looks. */
export type WaitingLine = { readonly show: (text: () => string) => void; readonly stop: () => void }

const refreshMilliseconds = 100

export function startWaitingLine(stream: NodeJS.WriteStream): WaitingLine {
  if (!stream.isTTY) return { show: () => undefined, stop: () => undefined }
  const update = createLogUpdate(stream)
  let text = () => ''
  let frame = 0
  const draw = () => {
    update(`${styleText('cyan', spinnerFrame(frame))} ${text()}`)
    frame += 1
  }
  const timer = setInterval(draw, refreshMilliseconds)
  return {
    show(newText) {
      text = newText
    },
    stop() {
      clearInterval(timer)
      update.clear()
      update.done()
    },
  }
}
