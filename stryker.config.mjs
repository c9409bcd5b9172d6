/** Mutants of functions/: what each file's tests would not notice. docs/mutation.md tells how to run it. */
export default {
  mutate: ['functions/**/*.ts'],
  plugins: ['./scripts/mutation/nearestTestsFirst.ts'],
  testRunner: 'jest',
  testRunnerNodeArgs: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
  jest: { configFile: 'scripts/mutation/jest.config.js', enableFindRelatedTests: false },
  coverageAnalysis: 'perTest',
  // Code that runs when its module is loaded (schemas, tables of words) is mutated like all other code.
  ignoreStatic: false,
  concurrency: 1,
  // The virtual machine modules of Jest stay in memory: a fresh process now and then.
  maxTestRunnerReuse: 400,
  timeoutMS: 10_000,
  incremental: true,
  incrementalFile: 'reports/mutation/incremental.json',
  reporters: ['clear-text', 'progress-append-only', 'html', 'json'],
  htmlReporter: { fileName: 'reports/mutation/index.html' },
  jsonReporter: { fileName: 'reports/mutation/mutation.json' },
  clearTextReporter: { allowColor: false, allowEmojis: false, reportTests: false, reportMutants: true },
  tempDirName: 'reports/mutation/sandbox',
  symlinkNodeModules: true,
  ignorePatterns: ['reports', 'coverage', '.build', '.serverless', '.venv*', 'bench', 'test/stack'],
  // Stryker reads it through the compiler's interface, which TypeScript 7 does not have.
  tsconfigFile: 'not-read-by-stryker.json',
  disableTypeChecks: false,
  allowConsoleColors: false,
}
