/** Secrets that may go to the service that they are for, and nowhere else. No eight characters of one stand in any other text. */
export const canaries = {
  webhookTeam: 'T0QX7VKM2WPJ',
  webhookHook: 'B0ZL9YHRC4NE',
  webhookToken: 'Kq7RxV2mBn9TzLw4YcHdGj5P',
  teamsFlow: '7f3d9a1c6e0b4825d17fa3c9',
  teamsSignature: 'Zw8PdR3kYtN6vQbXh2MfLcJ5sGaU9eKo',
  gatewayKey: 'gK3wZq8XfUj2VbNpRm6T',
  botToken: 'xoxb-7160443-Qf5WkXz8GvJr3YpLh2TnVmZb',
  secretAccessKey: 'sAkX9vQz4WjK7yRmLp2HgTn5BxVcZd8F3wYqJrEu',
  sessionToken: 'IQoJstKxQ2v8ZjW5yRkPm7HgXn4TbLcVd9FwYqJrEuGs3A6hKzMp',
} as const

/** The webhook's path, all parts of which are secret. */
export const webhookPath = `/services/${canaries.webhookTeam}/${canaries.webhookHook}/${canaries.webhookToken}`

/** Path and query of the Teams flow. */
export const flowAddress = `/workflows/${canaries.teamsFlow}/triggers/manual/paths/invoke?sv=1.0&sig=${canaries.teamsSignature}`

/** Words that a token begins with, which are no secret. */
const publicBeginnings = /^(?:xoxb-7160|IQoJ)/

const pieceLength = 8

/** Each text with a secret in it, whole or in part, in any case, and the other ways in which a program may write it. */
export function leaksIn(texts: readonly (readonly [where: string, text: string])[]): string[] {
  return texts.flatMap(([where, text]) => {
    const found = leak.exec(text)
    return found === null ? [] : [`${where}: ${text.slice(Math.max(0, found.index - 60), found.index + 60)}`]
  })
}

const leak = new RegExp(Object.values(canaries).flatMap(piecesOf).map(escapedForRegExp).join('|'), 'i')

function piecesOf(secret: string): string[] {
  const tail = secret.replace(publicBeginnings, '')
  const starts = Array.from({ length: tail.length - pieceLength + 1 }, (_, start) => start)
  return [
    ...starts.map(start => tail.slice(start, start + pieceLength)),
    ...base64Of(tail),
    Buffer.from(tail).toString('hex'),
    [...tail].toReversed().join(''),
  ]
}

/** Base64 of a text inside a longer one: three forms, by where it begins; the ends depend on the neighbours. */
function base64Of(text: string): string[] {
  return [0, 1, 2].map(shift =>
    Buffer.from('x'.repeat(shift) + text)
      .toString('base64')
      .slice(4, -4),
  )
}

function escapedForRegExp(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`)
}
