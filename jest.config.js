/** Native ESM: @middy/core has no CommonJS build, and the shipped bundles are ESM too. */
export default {
  testEnvironment: 'node',
  // Jest leaves one core free, which on two means that nothing runs beside anything.
  maxWorkers: '100%',
  // No test asserts how long something takes: this only ends what hangs, on a busy machine too.
  testTimeout: 60_000,
  roots: ['<rootDir>/test'],
  // npm run test:stack: these need Python, and minutes.
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/stack/'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2024', parser: { syntax: 'typescript' } }, module: { type: 'es6' }, swcrc: false },
    ],
  },
  collectCoverageFrom: ['functions/**/*.ts'],
  coverageProvider: 'babel',
  coverageThreshold: { global: { lines: 95, branches: 95 } },
}
