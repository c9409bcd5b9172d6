import * as z from 'zod/mini'
import { configuredChannels } from '../config.ts'
import { composeNotice as compose } from '../domain/noticeComposition.ts'
import { type ChannelName, Delivery, Notice } from '../domain/notification.ts'
import { OverdueNotice } from '../domain/overdueNotice.ts'
import { PollProgress } from '../domain/pollProgress.ts'
import type { WatchFailure } from '../domain/report.ts'
import { ResultsCollection } from '../domain/resultsCollection.ts'
import { WatchRequest } from '../domain/watchRequest.ts'
import { defineFunction, type ServiceBuilders } from '../lambda.ts'
import type { Clock } from '../ports.ts'

/** A failure as a Catch hands it on; an empty Error stands for none. */
const CaughtFailure = z.object({ Error: z.string(), Cause: z.optional(z.string()) })

const Input = z.object({
  notice: Notice,
  watch: WatchRequest,
  progress: z.nullable(PollProgress),
  results: z.nullable(ResultsCollection),
  failure: CaughtFailure,
  announcements: z.array(Delivery),
  overdueNotice: OverdueNotice,
})

type Services = { readonly clock: Clock; readonly channels: readonly ChannelName[] }

const serviceBuilders: ServiceBuilders<Services> = {
  clock: runtime => runtime.clock,
  channels: runtime => configuredChannels(runtime.settings),
}

/** Everything gathered so far in; the document and one delivery per channel out. Calls nobody. */
export const composeNotice = defineFunction({
  name: 'composeNotice',
  input: Input,
  services: serviceBuilders,
  async run(input, { clock, channels }) {
    const { notice, watch, progress, results: collection, announcements, overdueNotice } = input
    const now = new Date(clock.nowMilliseconds()).toISOString()
    const facts = { watch, progress, collection, failure: failureOf(input.failure), now }
    return compose(notice, facts, { announcements, overdueNotice }, channels)
  },
})

/** Lambda's Cause is a JSON text with the error's own message in it. */
function failureOf({ Error: error, Cause: cause = '' }: z.infer<typeof CaughtFailure>): WatchFailure | null {
  if (error === '') return null
  return { error, message: lambdaMessage(cause).slice(0, 1024) }
}

function lambdaMessage(cause: string): string {
  try {
    const parsed: unknown = JSON.parse(cause)
    const message =
      parsed && typeof parsed === 'object' && 'errorMessage' in parsed ? parsed.errorMessage : cause
    return String(message)
  } catch {
    return cause
  }
}

export const handler = composeNotice()
