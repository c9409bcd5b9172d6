/** One HTTP request as the models see it: headers in lower case, body decoded as UTF-8. */
export type WireRequest = {
  readonly method: string
  /** Path without the query string, for example `/services/T000/B000/local`. */
  readonly path: string
  /** What follows the question mark, without it; empty when there is none. */
  readonly query: string
  readonly headers: Readonly<Record<string, string>>
  readonly bodyText: string
}

/** One complete HTTP answer. */
export type HttpAnswer = {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** What the server does with a request: answer it, cut the connection, or stay silent until it is closed. */
export type Reply = HttpAnswer | 'connection-reset' | 'hang'
