import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '../../..')
const requirementsFolder = path.join(root, 'test/stack/requirements')
const installMinutes = 10

/**
 * Makes one Python environment per file in test/stack/requirements, under .venv/. One each, because checkov pins versions
 * that would hold the others back. An environment whose file has not changed is used again.
 */
export default function preparePythonTools() {
  for (const file of readdirSync(requirementsFolder)) prepare(path.parse(file).name)
}

function prepare(tool) {
  const requirements = path.join(requirementsFolder, `${tool}.txt`)
  const folder = path.join(root, '.venv', tool)
  const stamp = path.join(folder, 'requirements.sha256')
  const hash = createHash('sha256').update(readFileSync(requirements)).digest('hex')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return

  process.stdout.write(`Preparing ${tool} (once) …\n`)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(path.dirname(folder), { recursive: true })
  run('python3', ['-m', 'venv', folder])
  run(path.join(folder, 'bin/python'), [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--no-deps',
    '--requirement',
    requirements,
  ])
  writeFileSync(stamp, hash)
}

function run(program, words) {
  execFileSync(program, words, {
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: installMinutes * 60_000,
    env: { ...process.env, PIP_DISABLE_PIP_VERSION_CHECK: '1' },
  })
}
