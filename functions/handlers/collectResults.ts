import * as z from 'zod/mini'
import { emptyCollection, forTelling, ResultsCollection } from '../domain/resultsCollection.ts'
import { scopeOf, WatchRequest } from '../domain/watchRequest.ts'
import { defineFunction, type ServiceBuilders } from '../lambda.ts'
import type { Clock, FlowOperations } from '../ports.ts'
import { buildFlowOperations } from '../services/flowOperations.ts'
import { collectPages } from '../usecases/collectPages.ts'

const Input = z.object({ watch: WatchRequest, results: z.nullable(ResultsCollection) })
type Services = { readonly clock: Clock; readonly flowOperations: FlowOperations }

const serviceBuilders: ServiceBuilders<Services> = {
  clock: runtime => runtime.clock,
  flowOperations: buildFlowOperations,
}

/** Reads a finished operation's result pages and sums them up: what was summed so far in, more of it out. */
export const collectResults = defineFunction({
  name: 'collectResults',
  input: Input,
  services: serviceBuilders,
  async run({ watch, results }, services): Promise<ResultsCollection> {
    return forTelling(await collectPages(scopeOf(watch), results ?? emptyCollection(), services))
  },
})

export const handler = collectResults()
