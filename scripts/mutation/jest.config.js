import path from 'node:path'
import base from '../../jest.config.js'

/** Jest for a run with one mutant in the code: the same transform; coverage is Stryker's own. */
export default {
  ...base,
  rootDir: process.cwd(),
  moduleNameMapper: { '^fast-check$': path.resolve('scripts/mutation/fastCheck.ts') },
  testEnvironment: path.resolve('scripts/mutation/stopAtFirstFailure.ts'),
}
