#!/usr/bin/env node
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import * as module from 'node:module'
import { fileURLToPath } from 'node:url'

// Runs TypeScript as it is, which Node does from 22.18 on. An older Node hands over to the one that package-lock.json
// brings along; where there is none (macOS), a newer Node has to be installed.
const [major, minor] = process.versions.node.split('.').map(Number)
const runsTypeScript = major > 22 || (major === 22 && minor >= 18)

if (runsTypeScript) {
  // Keeps compiled code between runs, since a good part of a short run is compiling.
  module.enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/flowbell', import.meta.url)))
  const { main } = await import('./main.ts')
  await main(process.argv.slice(2))
} else {
  const lockedNode = fileURLToPath(new URL('../node_modules/.bin/node', import.meta.url))
  if (existsSync(lockedNode)) {
    const { status } = spawnSync(lockedNode, process.argv.slice(1), { stdio: 'inherit' })
    process.exitCode = status ?? 1
  } else {
    process.stderr.write(
      `flowbell: Node ${process.versions.node} is too old: run "npm ci", or install Node 24\n`,
    )
    process.exitCode = 2
  }
}
