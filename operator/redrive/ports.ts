/** One message as the queue hands it out. `receipt` is what it is removed or given back with. */
export type WaitingMessage = {
  readonly messageId: string
  readonly receipt: string
  readonly body: string
}

/** A queue of dead letters. Every method throws QuestionError. */
export type DeadLetterQueue = {
  /** The next message, hidden from everybody else for a while; null when none waits. */
  next(): Promise<WaitingMessage | null>
  remove(message: WaitingMessage): Promise<void>
  /** Lets everybody see it again at once. */
  giveBack(message: WaitingMessage): Promise<void>
}

/** Waits; ends early, without an error, when `signal` aborts. */
export type Pause = (milliseconds: number, signal: AbortSignal) => Promise<void>
