/** The service's rate limit, as a caller sees it. `nowSeconds` never goes back from call to call. */
export type Api = { accepts(nowSeconds: number): boolean }

export function unlimitedApi(): Api {
  return { accepts: () => true }
}

/** `rate` calls a second, and `burst` at once after a rest: how AWS describes its limits (Network Firewall publishes none). */
export function tokenBucket(rate: number, burst: number): Api {
  let tokens = burst
  let filledAt = 0
  return {
    accepts(nowSeconds) {
      tokens = Math.min(burst, tokens + (nowSeconds - filledAt) * rate)
      filledAt = nowSeconds
      if (tokens < 1) return false
      tokens -= 1
      return true
    },
  }
}

/** Throttles every call of a stretch of time. */
export function stormyApi(fromSeconds: number, untilSeconds: number): Api {
  return { accepts: nowSeconds => nowSeconds < fromSeconds || nowSeconds >= untilSeconds }
}
