/** The operations that `flowbell demo` can show. */
export const scenarioNames = [
  'completed',
  'completed-with-errors',
  'failed',
  'throttled',
  'refused',
  'slow',
  'expired',
] as const
export type ScenarioName = (typeof scenarioNames)[number]
