import type { WatchRequest } from './watchRequest.ts'

/**
 * What one execution of the state machine begins with. Every field that a state reads is there from the start, so that no
 * path ever misses. The text depends on the watch alone: a second event of the same operation makes the same input, and
 * StartExecution answers it like the first one.
 */
export function executionInput(watch: WatchRequest) {
  return {
    watch,
    announcements: [],
    poll: { progress: null },
    overdue: { isSent: false, deliveries: [] },
    collection: { results: null },
    context: { firewall: null },
    failure: { Error: '', Cause: '' },
    audit: { recorded: true },
    notice: null,
    deliveries: [],
  }
}
