import type { WireAnswer } from '../router.ts'
import type { World } from '../world.ts'

type Undo = () => unknown

/** One thing that is not well, and how the doctor tells it. `besides`: other checks that are not well because of it. */
export type PlantedFault = {
  readonly title: string
  plant(world: World): Promise<Undo>
  readonly check: string
  readonly status?: 'UNKNOWN'
  readonly found: RegExp
  readonly fix: RegExp
  readonly besides?: readonly string[]
}

/** Changes variables of deliverNotification, and how they were before. */
export function withVariables(variables: Readonly<Record<string, string | null>>) {
  return async ({ setVariables }: World): Promise<Undo> => {
    const before = await setVariables(variables)
    return () => setVariables(before)
  }
}

/** Changes what moto answers to one operation. */
export function withAnswer(operation: string, change: (body: string) => string) {
  return async ({ router }: World): Promise<Undo> => {
    const before = router.afterwards.get(operation)
    router.afterwards.set(operation, change)
    return () => (before ? router.afterwards.set(operation, before) : router.afterwards.delete(operation))
  }
}

export function jsonAnswer(body: object, status = 200): WireAnswer {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
}
