type Reaction = () => void

const interruptedExitCode = 130
let reaction: Reaction = leave

/** From here on, ^C does what the command at work has asked for, and leaves at once when it comes again. */
export function reactToInterruption(): void {
  process.on('SIGINT', () => {
    const now = reaction
    reaction = leave
    now()
  })
}

/** What the next ^C does instead of leaving at once. */
export function onInterruption(next: Reaction): void {
  reaction = next
}

/** Says why and ends the process. */
export function leaveSaying(text: string): void {
  process.stderr.write(`\nflowbell: ${text}\n`)
  leave()
}

function leave(): void {
  process.exit(interruptedExitCode)
}
