'use strict'

/**
 * Keeps in one file what the AWS SDK would load late. After leftOut that is a few kilobytes, for which esbuild makes three more
 * files of what a function loads at first: the late parts need some of the rest, which then lies apart. Each file takes Node.js
 * about a millisecond to find and begin, more than all that is in those parts.
 */

const { readFile } = require('node:fs/promises')
const path = require('node:path')

const sdkFile = /[\\/]node_modules[\\/]@(?:aws-sdk|smithy)[\\/].*[\\/]dist-es[\\/].*\.js$/
/** Node's own modules cost nothing until they are asked for, and stay as they are. */
const lateImport = /await import\("(?!node:)([^"]+)"\)/g

exports.oneFile = {
  name: 'one file',
  setup({ onLoad }) {
    onLoad({ filter: sdkFile }, async ({ path: file }) => {
      const source = await readFile(file, 'utf8')
      const parts = [...new Set([...source.matchAll(lateImport)].map(([, part]) => part))]
      if (parts.length === 0) return undefined
      const nameOf = part => `late${parts.indexOf(part)}`
      const imports = parts.map(part => `import * as ${nameOf(part)} from "${part}"\n`).join('')
      const contents = imports + source.replaceAll(lateImport, (_, part) => nameOf(part))
      return { contents, loader: 'js', resolveDir: path.dirname(file) }
    })
  },
}
