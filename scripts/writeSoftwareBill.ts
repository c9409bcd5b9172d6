import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Lock } from './lockedPackages.ts'
import { faultsOfBill, productionBill, type SoftwareBill } from './softwareBill.ts'

/**
 * `npm run sbom [-- file]`: writes the CycloneDX bill of what Flowbell uses, without network, and ends with 1 when it is not
 * complete or holds a licence that nobody has allowed.
 */
const root = path.resolve(import.meta.dirname, '..')
const file = path.resolve(process.argv[2] ?? path.join(root, 'reports/flowbell.cdx.json'))

const read = (name: string): unknown => JSON.parse(readFileSync(path.join(root, name), 'utf8'))
const lock = read('package-lock.json') as Lock
const { name } = read('package.json') as { readonly name: string }

const bill = productionBill(wholeBill(), lock, name)
const faults = faultsOfBill(bill, lock)
for (const fault of faults) process.stderr.write(`sbom: ${fault}\n`)
if (faults.length > 0) process.exit(1)

mkdirSync(path.dirname(file), { recursive: true })
writeFileSync(file, `${JSON.stringify(bill, null, 2)}\n`)
process.stdout.write(`${bill.components.length} packages, each with hash and licence: ${file}\n`)

/** npm's own bill of the lock file. npm is a script of Node, which runs alike on every system. */
function wholeBill(): SoftwareBill {
  const words = ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only', '--offline']
  const npm = process.env['npm_execpath']
  const [command, ...before] = npm === undefined ? ['npm'] : [process.execPath, npm]
  const text = execFileSync(command ?? 'npm', [...before, ...words], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  return JSON.parse(text) as SoftwareBill
}
