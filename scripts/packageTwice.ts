import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type BundleHashes, bundleHashes, differences, hashList } from './bundleHashes.ts'
import { type Lock, productionPackages } from './lockedPackages.ts'
import { changeFunction, copyProject } from './projectCopy.ts'

/**
 * `npm run package:twice [-- file]`: packages the project here and a copy of it elsewhere, and ends with 1 unless every zip and
 * bundle is the same to the byte. Then one function of the copy is changed, and its hash alone must change: else the
 * comparison would see nothing. The hashes are printed and written, to be published with a release.
 */
const root = path.resolve(import.meta.dirname, '..')
const changedFunction = 'startWatch'
const listFile = path.resolve(process.argv[2] ?? path.join(root, 'reports/bundles.sha256'))
const work = mkdtempSync(path.join(tmpdir(), 'flowbell-twice-'))

try {
  process.exitCode = run()
} finally {
  rmSync(work, { recursive: true, force: true })
}

function run(): number {
  const here = packagedIn(root, 'here')
  const copy = path.join(work, 'copy')
  copyProject(root, copy, bundledFolders())
  const faults = [
    ...differences(here, packagedIn(copy, 'there')).map(
      name => `${name} is not the same when packaged again`,
    ),
    ...faultsOfChange(here, copy),
  ]
  for (const fault of faults) process.stderr.write(`package:twice: ${fault}\n`)
  if (faults.length > 0) return 1
  mkdirSync(path.dirname(listFile), { recursive: true })
  writeFileSync(listFile, hashList(here))
  process.stdout.write(`${hashList(here)}every function twice the same: ${listFile}\n`)
  return 0
}

/** What is wrong when a source has changed and the hashes do not tell so, or tell too much. */
function faultsOfChange(here: BundleHashes, copy: string): string[] {
  changeFunction(copy, changedFunction)
  const changed = differences(here, packagedIn(copy, 'changed')).toSorted()
  const expected = [`${changedFunction}.mjs`, `${changedFunction}.zip`]
  const isAsExpected = changed.join() === expected.join()
  return isAsExpected
    ? []
    : [`a change of ${changedFunction} changes the hashes of ${changed.join(', ') || 'nothing'}`]
}

/** With an empty environment: no credentials, no Region, no settings of the person's own. */
function packagedIn(project: string, name: string): BundleHashes {
  const folder = path.join(work, name)
  const cli = path.join(root, 'node_modules/serverless/bin/serverless.js')
  execFileSync(process.execPath, [cli, 'package', '--package', folder], {
    cwd: project,
    env: { HOME: work },
    // Told in the error, and only then.
    stdio: 'pipe',
  })
  return bundleHashes(folder, path.join(project, '.build'))
}

function bundledFolders(): string[] {
  const lock = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')) as Lock
  return productionPackages(lock)
    .filter(({ isOptional }) => !isOptional)
    .map(({ folder }) => folder)
}
