'use strict'

/**
 * Bundles every function with esbuild before the framework zips it. The framework itself knows no
 * TypeScript: it would zip a .ts handler as it is and say nothing, and Lambda would fail on the first call.
 * CommonJS, because the framework loads plugins with require().
 */

const { existsSync } = require('node:fs')
const { rm } = require('node:fs/promises')
const path = require('node:path')
const { build } = require('esbuild')
const { esbuildOptions } = require('./bundling/esbuildOptions.cjs')

const outputFolder = '.build'

module.exports = class Bundle {
  constructor(serverless, options) {
    this.serverless = serverless
    this.hooks = {
      'before:package:createDeploymentArtifacts': () => this.bundle(serverless.service.getAllFunctions()),
      'before:deploy:function:packageFunction': () => this.bundle([options.function]),
    }
  }

  async bundle(names) {
    await Promise.all(names.map(name => this.bundleFunction(name)))
  }

  async bundleFunction(name) {
    const definition = this.serverless.service.getFunction(name)
    const { root, source, exported } = this.locate(name, definition.handler)
    const folder = `${outputFolder}/${name}`
    // Names of shared chunks carry a hash: without this, chunks of earlier builds would be zipped too.
    await rm(path.join(root, folder), { recursive: true, force: true })
    await build({ ...esbuildOptions, absWorkingDir: root, entryPoints: { [name]: source }, outdir: folder })

    definition.handler = `${folder}/${name}.${exported}`
    definition.package = {
      ...definition.package,
      individually: true,
      // Source maps stay behind: they would double the zip, and only a person reading a stack trace needs them.
      patterns: ['!**', `${folder}/**`, `!${folder}/**/*.map`],
    }
  }

  locate(name, handler) {
    const root = this.serverless.serviceDir
    const [, stem, exported] = /^(.+)\.(\w+)$/.exec(handler) ?? []
    const source = `${stem}.ts`
    if (!existsSync(path.join(root, source))) {
      const message = `Function ${name}: handler ${handler} needs the file ${source}, which does not exist`
      throw new this.serverless.classes.Error(message, 'HANDLER_FILE_MISSING')
    }
    return { root, source, exported }
  }
}
