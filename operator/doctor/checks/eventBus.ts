import { shell } from '../../shellLine.ts'
import type { Check } from '../check.ts'
import { fault, well } from '../finding.ts'

export const eventBusCheck: Check = {
  name: 'event-bus',
  words: 'The event bus exists',
  async examine({ settings, cloud }) {
    const { eventBusName } = await settings()
    if (eventBusName === null) return well('no event bus is configured')
    if (await cloud.isEventBus(eventBusName)) return well(eventBusName)
    const create = shell`aws events create-event-bus --name ${eventBusName}`
    return fault(
      `there is no event bus ${eventBusName}`,
      'Make it, or give another with --param eventBusName=...',
      create,
    )
  },
}
