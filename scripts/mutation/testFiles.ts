import { globSync } from 'node:fs'
import path from 'node:path'

/** The tests that judge a mutant: one layer at a time and fast, with the texts that somebody has approved. */
const patterns = [
  'test/{domain,usecases,handlers,adapters}/**/*.test.ts',
  'test/{config,lambda}.test.ts',
  'test/cli/golden.test.ts',
]

/** Their absolute paths, in the folder that Stryker works in. */
export function testFiles(): string[] {
  return patterns.flatMap(pattern => globSync(pattern)).map(file => path.resolve(file))
}
