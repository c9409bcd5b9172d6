import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Lock } from '../../scripts/lockedPackages.ts'
import { faultsOfBill, productionBill, type SoftwareBill } from '../../scripts/softwareBill.ts'
import { projectRoot } from './packageStack.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'flowbell-sbom-'))
const lock = JSON.parse(readFileSync(path.join(projectRoot, 'package-lock.json'), 'utf8')) as Lock
let bill: SoftwareBill

beforeAll(() => {
  const file = path.join(folder, 'bill.json')
  execFileSync(process.execPath, [path.join(projectRoot, 'scripts/writeSoftwareBill.ts'), file], {
    stdio: 'pipe',
  })
  bill = JSON.parse(readFileSync(file, 'utf8')) as SoftwareBill
}, 60_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the bill of materials', () => {
  test('lists what is used, with hash and licence', () => {
    expect(faultsOfBill(bill, lock)).toEqual([])
    expect(bill.components.length).toBeGreaterThan(50)
  })

  // npm leaves these out when it is told to omit what is for development, since development uses them too.
  test.each(['zod', '@aws-sdk/core', '@smithy/core', '@sinonjs/fake-timers'])('lists %s', name => {
    expect(bill.components.map(component => component.name)).toContain(name)
  })

  test.each(['jest', 'esbuild', 'osls', 'fast-check', '@flowbell/cli'])('does not list %s', name => {
    expect(bill.components.map(component => component.name)).not.toContain(name)
  })

  test('names the project, not the folder it lies in', () => {
    expect(bill.metadata.component.name).toBe('flowbell')
  })
})

type Part = SoftwareBill['components'][number]

/** The same bill, and its package zod changed. */
function withZod(change: Partial<Part>): SoftwareBill {
  const components = bill.components.map(part => (part.name === 'zod' ? { ...part, ...change } : part))
  return { ...bill, components }
}

describe('a bill is refused', () => {
  test.each<readonly [string, () => SoftwareBill, RegExp]>([
    [
      'without a package that is used',
      () => ({ ...bill, components: bill.components.filter(({ name }) => name !== 'zod') }),
      /zod@\S+ is in the lock file and not in the bill/,
    ],
    ['with a package that is not', () => withZod({ 'bom-ref': 'evil@1.0.0' }), /evil@1\.0\.0 is in the bill/],
    ['with a package under two names', () => withZod({ name: 'z0d' }), /names another package: z0d/],
    ['with another address', () => withZod({ purl: 'pkg:npm/z0d@1.0.0' }), /has the address/],
    ['without a hash', () => withZod({ hashes: [] }), /zod@\S+ has no SHA-512/],
    [
      'with a weak hash',
      () => withZod({ hashes: [{ alg: 'SHA-1', content: 'a'.repeat(40) }] }),
      /no SHA-512/,
    ],
    [
      'with a licence of another kind',
      () => withZod({ licenses: [{ license: { id: 'AGPL-3.0' } }] }),
      /AGPL/,
    ],
    ['without a licence', () => withZod({ licenses: [] }), /a licence that nobody has allowed: none/],
    ['of another form', () => ({ ...bill, bomFormat: 'SPDX' }), /bomFormat is SPDX/],
    [
      'with a package twice',
      () => ({ ...bill, components: [...bill.components, ...bill.components.slice(0, 1)] }),
      /listed twice/,
    ],
  ])('%s', (_name, changed, fault) => {
    expect(faultsOfBill(changed(), lock).join('\n')).toMatch(fault)
  })
})

test('a package that both use and development need stays in the bill', () => {
  const entry = { version: '1.0.0', integrity: 'sha512-x' }
  const small: Lock = {
    packages: {
      '': {},
      'node_modules/used': entry,
      'node_modules/tool': { ...entry, dev: true },
      'node_modules/both': entry,
    },
  }
  const part = (name: string): Part => ({ ...(bill.components[0] as Part), 'bom-ref': `${name}@1.0.0`, name })
  const whole = { ...bill, components: [part('used'), part('tool'), part('both')], dependencies: [] }

  const names = productionBill(whole, small, 'flowbell').components.map(({ name }) => name)
  expect(names).toEqual(['used', 'both'])
})
