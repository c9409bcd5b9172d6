import { dropped, type Path } from './edit.ts'
import { change, type Mutation } from './mutant.ts'
import type { Place } from './places.ts'

/** A time limit that is gone, longer or shorter: of a task, or of the machine where the state is null. */
export function otherLimits(state: string | null, seconds: unknown, path: Path): Mutation[] {
  if (typeof seconds !== 'number') return []
  const at = [...path, 'TimeoutSeconds']
  return [dropped, seconds * 2, seconds * 10, Math.floor(seconds / 2)].map(other => ({
    operator: 'another time limit',
    state,
    signs: [state ?? 'anything'],
    edits: [change(at, other)],
  }))
}

/** Green where it should be red and the other way round, or red for another reason. */
export function otherVerdicts({ name, state, path }: Place): Mutation[] {
  const facts = { operator: 'another end', state: name, signs: [name] } as const
  const { Error: error, Cause: cause, ...rest } = state
  if (state['Type'] === 'Succeed') {
    return [
      {
        ...facts,
        edits: [change(path, { ...rest, Type: 'Fail', Error: 'X', Cause: 'X' })],
        says: `${name} is a Fail`,
      },
    ]
  }
  if (state['Type'] !== 'Fail') return []
  return [
    { ...facts, edits: [change(path, { ...rest, Type: 'Succeed' })], says: `${name} is a Succeed` },
    { ...facts, edits: [change([...path, 'Error'], 'X')] },
    { ...facts, edits: [change([...path, 'Cause'], '')] },
    { ...facts, edits: [change([...path, 'Error'], cause), change([...path, 'Cause'], error)] },
  ]
}
