'use strict'

/**
 * Refuses a bad or misspelt parameter before anything is packaged. The framework takes any `--param name=value`: a misspelt
 * one would do nothing, and a bad value would fail in the middle of a deploy.
 */

const { faultInParameters } = require('./parameterSchema.cjs')
const { routesOf } = require('./routesFile.cjs')

module.exports = class CheckParameters {
  constructor(serverless) {
    this.serverless = serverless
    this.hooks = {
      'before:package:cleanup': () => this.check(),
      'before:deploy:function:initialize': () => this.check(),
    }
    // At once, or the framework would name every place that uses any parameter.
    this.refuse(faultInOptions(this.options()))
  }

  async check() {
    const { service, serviceDir } = this.serverless
    const parameters = this.parameters()
    this.refuse(faultInParameters(parameters, service.provider.region))
    const { text, fault } = await routesOf(parameters, serviceDir)
    this.refuse(fault)
    // Not by ${file(...)}, which would make an object of it and replace what looks like a variable.
    service.resources.Parameters.RoutesDocument.Default = text
  }

  /** As the framework looks them up: the command line, then the stage's own block, then the defaults. */
  parameters() {
    const { params = {} } = this.serverless.configurationInput
    const stage = this.serverless.getProvider('aws').getStage()
    return { ...given(params.default), ...given(params[stage]), ...Object.fromEntries(this.options()) }
  }

  /** Name and value of each `--param name=value`. */
  options() {
    const { param = [] } = this.serverless.processedInput.options
    return param.map(text => /^([^=]*)=?(.*)$/su.exec(text).slice(1))
  }

  refuse(fault) {
    if (fault !== null) throw new this.serverless.classes.Error(fault, 'INVALID_PARAMETER')
  }
}

/** An empty line of YAML is null and counts as not given. */
const given = (block = {}) => Object.fromEntries(Object.entries(block).filter(([, value]) => value !== null))

function faultInOptions(options) {
  const empty = options.find(([, value]) => value.trim() === '')
  return empty === undefined ? null : `${empty[0]} has no value: write --param ${empty[0]}=<value>, or leave it out`
}
