import type { SlackBlock } from './blocks.ts'
import type { MessageContent } from './messageContent.ts'

/** One message as it stands now. */
export type SlackMessage = {
  /** The channel's id, for example `C0123456789`. */
  readonly channel: string
  /** Slack's message id: epoch seconds and six digits. */
  readonly ts: string
  /** The `ts` of the message this one replies to. */
  readonly threadTs: string | null
  readonly text: string
  readonly blocks: readonly SlackBlock[]
  readonly updateCount: number
}

/** A message in the channel itself, with the replies in its thread. */
export type SlackCard = SlackMessage & { readonly replies: readonly SlackMessage[] }

const channelIdPattern = /^[CDG][A-Z0-9]{8,}$/

/** What people would see in Slack. */
export class Conversations {
  readonly #now: () => number
  readonly #messages: SlackMessage[] = []
  #lastTs = '0'
  readonly #idByChannelName = new Map<string, string>()

  /** @param now milliseconds since the epoch */
  constructor(now: () => number) {
    this.#now = now
  }

  post(channel: string, threadTs: string | null, content: MessageContent): SlackMessage {
    const ts = this.#nextTs()
    const shown = { text: content.text ?? '', blocks: content.blocks ?? [] }
    const message = { channel: this.#channelId(channel), ts, threadTs, ...shown, updateCount: 0 }
    this.#messages.push(message)
    return message
  }

  /** Replaces what a message shows; what is left out stays. Undefined when there is no such message. */
  update(channelId: string, ts: string, content: MessageContent): SlackMessage | undefined {
    const index = this.#messages.findIndex(message => message.channel === channelId && message.ts === ts)
    const message = this.#messages[index]
    if (!message) return undefined
    const updated = { ...message, ...content, updateCount: message.updateCount + 1 }
    this.#messages[index] = updated
    return updated
  }

  remove(channelId: string, ts: string): void {
    const index = this.#messages.findIndex(message => message.channel === channelId && message.ts === ts)
    if (index >= 0) this.#messages.splice(index, 1)
  }

  cards(): readonly SlackCard[] {
    return this.#messages
      .filter(message => message.threadTs === null)
      .map(card => ({ ...card, replies: this.#repliesTo(card) }))
  }

  #repliesTo(card: SlackMessage): readonly SlackMessage[] {
    return this.#messages.filter(({ channel, threadTs }) => channel === card.channel && threadTs === card.ts)
  }

  #nextTs(): string {
    const earliestSeconds = Number(this.#lastTs) + 0.000_1
    this.#lastTs = Math.max(this.#now() / 1000, earliestSeconds).toFixed(6)
    return this.#lastTs
  }

  /** An id stays as it is; a name is given one, as chat.postMessage does in its answer. */
  #channelId(channel: string): string {
    if (channelIdPattern.test(channel)) return channel
    const newId = `C0LOCAL${String(this.#idByChannelName.size + 1).padStart(4, '0')}`
    const channelId = this.#idByChannelName.get(channel) ?? newId
    this.#idByChannelName.set(channel, channelId)
    return channelId
  }
}
