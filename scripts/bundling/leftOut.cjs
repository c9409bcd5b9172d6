'use strict'

/**
 * Leaves out of the bundles what the AWS SDK never uses in these functions; docs/adr/0053 says why each is safe. What stands in
 * for it throws an error that says so, should it ever be reached.
 */

const { readFile } = require('node:fs/promises')
const path = require('node:path')

/** What is imported, and the file of leftOut/ that stands in for it. */
const packages = {
  // Lambda gives credentials in the environment; containers get them from a loopback address. Both stay.
  '@aws-sdk/credential-provider-ini': 'credentialProviders.ts',
  '@aws-sdk/credential-provider-process': 'credentialProviders.ts',
  '@aws-sdk/credential-provider-sso': 'credentialProviders.ts',
  '@aws-sdk/credential-provider-web-identity': 'credentialProviders.ts',
  '@smithy/credential-provider-imds': 'credentialProviders.ts',
  // Every client makes one attempt.
  '@smithy/core/retry': 'retries.ts',
  // No call streams.
  '@smithy/core/event-streams': 'eventStreams.ts',
  // Tells browsers apart.
  bowser: 'browserNames.ts',
}

/** The same for single files of the SDK's core, by their names. */
const files = {
  getInstanceMetadataRegion: 'instanceRegion.ts',
  HeaderFormatter: 'eventStreams.ts',
  Sha256Js: 'hashes.ts',
  loadSharedConfigFiles: 'sharedConfigFiles.ts',
  'service-customizations': 'bucketNames.ts',
  'sdk-stream-mixin': 'streams.ts',
}

/**
 * Where a client ties the classes of its service's errors to their names: without, an error is one of the base class, with the
 * name, message and status of the answer, which is what functions/adapters reads. SNS and SQS answer with other names than those
 * of their classes, so theirs stay.
 */
const clientSchemas =
  /@aws-sdk[\\/]client-(?:cloudwatch-logs|eventbridge|network-firewall|secrets-manager|sfn|ssm)[\\/]dist-es[\\/]schemas[\\/]schemas_0\.js$/

exports.leftOut = {
  name: 'left out',
  setup({ onResolve, onLoad }) {
    const standIn = name => ({ path: path.join(__dirname, 'leftOut', name), sideEffects: false })
    for (const [name, file] of Object.entries(packages)) {
      onResolve({ filter: new RegExp(`^${name}$`) }, () => standIn(file))
    }
    for (const [name, file] of Object.entries(files)) {
      const isOfCore = ({ importer }) => /[\\/]node_modules[\\/]@smithy[\\/]/.test(importer)
      onResolve({ filter: new RegExp(`^\\.{1,2}/(?:.+/)?${name}$`) }, from =>
        isOfCore(from) ? standIn(file) : undefined,
      )
    }
    onLoad({ filter: clientSchemas }, async ({ path: file }) => ({
      contents: (await readFile(file, 'utf8')).replaceAll(/^n0_registry\.registerError\(.*\);$/gm, ''),
      loader: 'js',
    }))
    // Of a client's own package.json only the version is read, for the User-Agent header.
    onLoad({ filter: /@aws-sdk[\\/]client-[^\\/]+[\\/]package\.json$/ }, async ({ path: file }) => {
      const { version } = JSON.parse(await readFile(file, 'utf8'))
      return { contents: JSON.stringify({ version }), loader: 'json' }
    })
  },
}
