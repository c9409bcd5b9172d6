import { globSync } from 'node:fs'
import path from 'node:path'

/** A layer of functions/ and the tests that judge its mutants: its own, which state its rules. */
interface Judges {
  readonly layer: string
  readonly tests: readonly string[]
}

const judges: readonly Judges[] = [
  // The messages that somebody has read hold most of the words.
  { layer: 'functions/domain/', tests: ['test/domain/**/*.test.ts', 'test/cli/golden.test.ts'] },
  { layer: 'functions/usecases/', tests: ['test/usecases/**/*.test.ts'] },
  { layer: 'functions/handlers/', tests: ['test/handlers/**/*.test.ts'] },
  {
    layer: 'functions/adapters/channels/',
    tests: ['test/adapters/channels/**/*.test.ts', 'test/cli/golden.test.ts'],
  },
  { layer: 'functions/adapters/', tests: ['test/adapters/*.test.ts'] },
  {
    layer: 'functions/',
    tests: [
      'test/{config,lambda,lambdaLoading}.test.ts',
      'test/adapters/{services,runtime}.test.ts',
      'test/services/**/*.test.ts',
    ],
  },
]

/** The absolute paths of the tests that judge these source files, in the folder that Stryker works in. */
export function testFiles(sources: readonly string[]): string[] {
  const layers = new Set(sources.map(source => judgesOf(path.relative(process.cwd(), source))))
  const patterns = [...layers].flatMap(({ tests }) => tests)
  return [...new Set(patterns.flatMap(pattern => globSync(pattern)))].map(file => path.resolve(file))
}

function judgesOf(source: string): Judges {
  const found = judges.find(({ layer }) => source.startsWith(layer))
  if (found === undefined) throw new Error(`${source} is in no layer: no tests judge its mutants`)
  return found
}
