'use strict'

/** Read for the token of a container only, so not even asked for before. */
const calledLate = {
  'node:fs/promises': `
    export const readFile = (...given) => process.getBuiltinModule('node:fs/promises').readFile(...given)
    export default { readFile }
  `,
}

/**
 * Lets a bundle ask for Node's own modules by process.getBuiltinModule, member by member. An import statement reads every member
 * that such a module exports, so that it can be imported by name, and some are made only when read: process.stdin and stdout,
 * fs.promises, http.WebSocket with the whole of fetch behind it. docs/adr/0053 says what that cost.
 */
exports.builtInModules = {
  name: 'built-in modules',
  setup({ onResolve, onLoad }) {
    const namespace = 'built-in'
    onResolve({ filter: /^node:/ }, ({ path, kind }) =>
      kind === 'dynamic-import' ? { external: true } : { path, namespace, sideEffects: false },
    )
    onLoad({ filter: /.*/, namespace }, ({ path }) => ({
      contents: calledLate[path] ?? membersOf(path),
      loader: 'js',
    }))
  },
}

/** A module with each member as a value of its own, so that esbuild drops those that nobody asks for. */
function membersOf(name) {
  const identifier = /^[A-Za-z_$][\w$]*$/
  const members = Object.keys(process.getBuiltinModule(name)).filter(key => identifier.test(key))
  const lines = members.map(key => `const _${key} = /* @__PURE__ */ read('${key}')\nexport { _${key} as ${key} }`)
  return [
    `const module = /* @__PURE__ */ process.getBuiltinModule('${name}')`,
    'const read = key => module[key]',
    'export default module',
    ...lines,
  ].join('\n')
}
