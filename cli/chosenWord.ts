import { UsageError } from './usageError.ts'

/**
 * One of the words that an option may have, in whatever case. It is checked here and not where options are defined, so that no
 * other command has to load the list. Throws UsageError with the list.
 */
export function chosenWord<Word extends string>(option: string, given: string, words: readonly Word[]): Word {
  const chosen = words.find(word => word.toLowerCase() === given.toLowerCase())
  if (chosen !== undefined) return chosen
  throw new UsageError(`${option} ${JSON.stringify(given)} is not one of ${words.join(', ')}`)
}
