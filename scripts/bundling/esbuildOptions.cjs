'use strict'

const { builtInModules } = require('./builtInModules.cjs')
const { leftOut } = require('./leftOut.cjs')
const { oneFile } = require('./oneFile.cjs')

/** How esbuild bundles a function for Lambda; the caller adds what goes in and where it comes out. */
exports.esbuildOptions = {
  bundle: true,
  minify: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  // What a stack is not set up for, such as another channel's client, stays in chunks of its own.
  splitting: true,
  // Prefers the ESM builds of the AWS SDK, which can be tree-shaken: without it bundles grow by half or more.
  mainFields: ['module', 'main'],
  plugins: [builtInModules, leftOut, oneFile],
  outExtension: { '.js': '.mjs' },
  sourcemap: 'external',
  sourcesContent: false,
  legalComments: 'none',
  logLevel: 'warning',
}
