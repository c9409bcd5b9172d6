/** A request's answer, as far as it was read. `isCut`: there was more than `maxAnswerBytes`. */
export type HttpAnswer = {
  readonly status: number
  readonly retryAfter: string | null
  readonly body: string
  readonly isCut: boolean
}

export type HttpPost = {
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly maxAnswerBytes: number
}

/** The whole exchange, answer included, has this long. */
export const maxPostMilliseconds = 5000

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
  const { text, isCut } = await headOf(response, maxAnswerBytes)
  return { status: response.status, retryAfter: response.headers.get('retry-after'), body: text, isCut }
}

async function headOf(response: Response, maxBytes: number): Promise<{ text: string; isCut: boolean }> {
  if (!response.body) return { text: '', isCut: false }
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    chunks.push(chunk)
    size += chunk.byteLength
    // Leaving the loop cancels the body, so that an endless answer ends here.
    if (size > maxBytes) break
  }
  const bytes = Buffer.concat(chunks)
  return { text: bytes.subarray(0, maxBytes).toString('utf8'), isCut: bytes.byteLength > maxBytes }
}
