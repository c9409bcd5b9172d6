import type { JsonObject } from '../../statemachines/aslWalk.ts'
import { otherChoices } from './choices.ts'
import { otherData, otherResultPaths, otherWaits, vocabularyOf } from './data.ts'
import { memberAt } from './edit.ts'
import { otherCatches, otherRetries } from './failures.ts'
import { otherEnds, otherFirstStates, otherNextStates } from './flow.ts'
import { otherLimits, otherVerdicts } from './limits.ts'
import { type Mutant, type Mutation, mutantOf, textOf } from './mutant.ts'
import { levelsOf, placesIn } from './places.ts'

/**
 * Every mutant of a definition, each once: two ways to the same text are one mutant. Comments are left alone, since nothing
 * reads them, and so is whatever would say what the language takes for granted.
 */
export function mutantsOf(definition: JsonObject): Mutant[] {
  const seen = new Set([textOf(definition)])
  return mutationsOf(definition)
    .map(mutation => mutantOf(definition, mutation))
    .filter(({ text }) => {
      const isNew = !seen.has(text)
      seen.add(text)
      return isNew
    })
}

function mutationsOf(definition: JsonObject): Mutation[] {
  const places = placesIn(definition)
  const vocabulary = vocabularyOf(places)
  return [
    ...otherLimits(null, definition['TimeoutSeconds'], []),
    ...levelsOf(definition).flatMap(level =>
      otherFirstStates(level, memberAt(definition, [...level.path, 'StartAt'])),
    ),
    ...places.flatMap(place => [
      ...otherNextStates(place),
      ...otherEnds(place),
      ...otherChoices(place),
      ...otherCatches(place),
      ...otherRetries(place),
      ...otherLimits(place.name, place.state['TimeoutSeconds'], place.path),
      ...otherResultPaths(place),
      ...otherData(place, vocabulary),
      ...otherWaits(place, vocabulary),
      ...otherVerdicts(place),
    ]),
  ]
}
