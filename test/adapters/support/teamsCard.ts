import type { TeamsMessage } from '../../../functions/adapters/channels/teamsMessage.ts'

type Node = { readonly items?: readonly Node[]; readonly inlines?: readonly { readonly text: string }[] }

/** What a reader sees of a card, line by line. */
export function cardText(message: TeamsMessage): string {
  return linesOf(message.attachments[0].content.body).join('\n')
}

function linesOf(nodes: readonly Node[]): string[] {
  return nodes.flatMap(({ items, inlines }) =>
    inlines ? [inlines.map(({ text }) => text).join('')] : linesOf(items ?? []),
  )
}
