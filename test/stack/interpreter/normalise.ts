const uuids = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gu
const loopbackPorts = /127\.0\.0\.1:\d+/gu
const base64 = /^[A-Za-z0-9+/]{20,}={0,2}$/u

/**
 * A value of JSON with everything replaced that differs from run to run by its nature: ids that a service draws, the ports of the
 * model, and what only one of the engines can word. The watch's own key stays recognisable. Text that holds JSON is compared as what
 * it holds, since its spelling is the engine's (the Cause of a failure). Times stay: both engines run by one clock.
 */
export function normalised(value: unknown, watchKey: string): unknown {
  if (typeof value === 'string') return normalisedText(value, watchKey)
  if (Array.isArray(value)) return value.map(item => normalised(item, watchKey))
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(withoutLambdaWording(value))
  return Object.fromEntries(members.map(([name, member]) => [name, normalised(member, watchKey)]))
}

/** A failure of Lambda itself is told in AWS's words by moto, and as a function's failure by the embedded engine. */
function withoutLambdaWording(value: object): object {
  const isLambdaFailure = 'Error' in value && 'Cause' in value && String(value.Error).startsWith('Lambda.')
  return isLambdaFailure ? { ...value, Cause: 'in the words of Lambda' } : value
}

function normalisedText(text: string, watchKey: string): unknown {
  const held = jsonIn(text) ?? pageTokenIn(text, watchKey)
  if (held) return { held: normalised(held, watchKey) }
  return text
    .replaceAll(watchKey, '<watch>')
    .replaceAll(uuids, '<id>')
    .replaceAll(loopbackPorts, '127.0.0.1:<port>')
}

/** A page token of the model holds the operation's id. */
function pageTokenIn(text: string, watchKey: string): unknown {
  if (!base64.test(text)) return undefined
  const held = jsonIn(Buffer.from(text, 'base64').toString('utf8'))
  return Array.isArray(held) && held[0] === watchKey ? held : undefined
}

function jsonIn(text: string): unknown {
  if (!/^[[{]/u.test(text)) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
