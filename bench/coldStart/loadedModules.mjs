/**
 * Prints, as JSON, every file that importing a handler loads, its dynamic imports of that time included. Argument: the file.
 */
import { registerHooks } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'

const files = []
registerHooks({
  load(url, context, nextLoad) {
    if (url.startsWith('file:')) files.push(fileURLToPath(url))
    return nextLoad(url, context)
  },
})
await import(pathToFileURL(process.argv[2]).href)
process.stdout.write(JSON.stringify(files), () => process.exit())
