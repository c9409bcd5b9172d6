import { readFileSync } from 'node:fs'
import * as z from 'zod/mini'

const priceFile = new URL('../docs/prices.json', import.meta.url)

const Price = z.object({ price: z.number(), source: z.string() })
const PriceFile = z.object({
  readOn: z.string(),
  region: z.string(),
  perUnit: z.object({ stateTransition: Price, lambdaRequest: Price, lambdaGigabyteSecondArm64: Price }),
})

/** In USD per unit, read from the dated table that docs/costs.md uses too. */
export type Prices = {
  readonly readOn: string
  readonly region: string
  readonly perTransition: number
  readonly perLambdaRequest: number
  readonly perGigabyteSecond: number
}

/** What a call of pollOperation is taken to last, and its memory: as in docs/costs.md. */
const assumedSecondsPerCall = 0.2
const gigabytesPerCall = 0.25

/** Throws a ZodError when the table lacks a price. */
export function readPrices(): Prices {
  const { readOn, region, perUnit } = PriceFile.parse(JSON.parse(readFileSync(priceFile, 'utf8')))
  return {
    readOn,
    region,
    perTransition: perUnit.stateTransition.price,
    perLambdaRequest: perUnit.lambdaRequest.price,
    perGigabyteSecond: perUnit.lambdaGigabyteSecondArm64.price,
  }
}

/** The polls' share of one operation's cost; announcing, recording and telling are the same for every schedule. */
export function usdPerOperation(
  { transitions, calls }: { readonly transitions: number; readonly calls: number },
  prices: Prices,
): number {
  const perCall =
    prices.perLambdaRequest + assumedSecondsPerCall * gigabytesPerCall * prices.perGigabyteSecond
  return transitions * prices.perTransition + calls * perCall
}
