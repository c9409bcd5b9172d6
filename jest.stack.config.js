import base from './jest.config.js'

/** The tests against AWS as others have built it: Python tools in environments of their own, and real time. */
export default {
  ...base,
  roots: ['<rootDir>/test/stack'],
  testPathIgnorePatterns: ['/node_modules/'],
  globalSetup: '<rootDir>/test/stack/support/prepare.mjs',
  testTimeout: 120_000,
  // Each file may hold an emulator; more than two at once would only wait for each other on two cores.
  maxWorkers: 2,
}
