import type { Scenario } from '../scenario.ts'
import { channels, overdue } from './channels.ts'
import { lambda } from './lambda.ts'
import { outcomes } from './outcomes.ts'
import { services } from './services.ts'

/** Every world that both engines go through, by name. */
export const scenarios: Readonly<Record<string, Scenario>> = {
  ...outcomes,
  ...services,
  ...channels,
  ...overdue,
  ...lambda,
}
