/** A request's answer; at most `maxAnswerBytes` of its body. */
export type HttpAnswer = {
  readonly status: number
  readonly retryAfter: string | null
  readonly body: string
}

export type HttpPost = {
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly maxAnswerBytes: number
}

/** The whole exchange, answer included, has this long. */
const maxPostMilliseconds = 5000

/**
 * Posts once. Redirects are not followed: their status is the answer. Throws what `fetch` throws when no answer comes in
 * time, and never puts the address into an error of its own, since a webhook's address is its secret.
 */
export async function httpPost({ url, headers, body, maxAnswerBytes }: HttpPost): Promise<HttpAnswer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body,
    redirect: 'manual',
    signal: AbortSignal.timeout(maxPostMilliseconds),
  })
  const text = await headOf(response, maxAnswerBytes)
  return { status: response.status, retryAfter: response.headers.get('retry-after'), body: text }
}

async function headOf(response: Response, maxBytes: number): Promise<string> {
  if (!response.body) return ''
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    chunks.push(chunk)
    size += chunk.byteLength
    // Leaving the loop cancels the body, so that an endless answer ends here.
    if (size > maxBytes) break
  }
  return Buffer.concat(chunks).subarray(0, maxBytes).toString('utf8')
}
