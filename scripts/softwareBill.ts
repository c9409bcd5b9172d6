import { type Lock, productionPackages } from './lockedPackages.ts'

type Component = {
  readonly 'bom-ref': string
  readonly name: string
  readonly version: string
  readonly purl: string
  readonly hashes?: readonly { readonly alg: string; readonly content: string }[]
  readonly licenses?: readonly { readonly license?: { readonly id?: string } }[]
}

/** A CycloneDX bill of materials, as far as `npm sbom` fills it. */
export type SoftwareBill = {
  readonly bomFormat: string
  readonly specVersion: string
  readonly serialNumber: string
  readonly metadata: { readonly component: Component }
  readonly components: readonly Component[]
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn?: readonly string[] }[]
}

/** Licences that ask for no more than to be named. Another one is a decision, to be made before it is used. */
const allowedLicenses: ReadonlySet<string> = new Set(['0BSD', 'Apache-2.0', 'BSD-3-Clause', 'ISC', 'MIT'])

const sha512 = /^[0-9a-f]{128}$/u

/**
 * The bill of what is used, from npm's bill of the whole lock file. `npm sbom --omit dev` (11.19) cannot be used: it leaves out
 * every package that a development package needs too, such as zod. npm names the project after its folder, which is mended here.
 */
export function productionBill(whole: SoftwareBill, lock: Lock, projectName: string): SoftwareBill {
  const root = whole.metadata.component['bom-ref']
  const kept = new Set([root, ...productionPackages(lock).map(refOf)])
  return {
    ...whole,
    metadata: { ...whole.metadata, component: { ...whole.metadata.component, name: projectName } },
    components: whole.components.filter(component => kept.has(component['bom-ref'])),
    dependencies: whole.dependencies
      .filter(({ ref }) => kept.has(ref))
      .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter(other => kept.has(other)) })),
  }
}

/** What is wrong with a bill, one line each; none when it may be published. */
export function faultsOfBill(bill: SoftwareBill, lock: Lock): string[] {
  const listed = new Set(bill.components.map(component => component['bom-ref']))
  const used = new Set(productionPackages(lock).map(refOf))
  return [
    ...formFaults(bill),
    ...[...used].filter(ref => !listed.has(ref)).map(ref => `${ref} is in the lock file and not in the bill`),
    ...[...listed].filter(ref => !used.has(ref)).map(ref => `${ref} is in the bill and not used`),
    ...(listed.size === bill.components.length ? [] : ['a package is listed twice']),
    ...bill.components.flatMap(faultsOfComponent),
    ...bill.dependencies
      .flatMap(({ dependsOn = [] }) => dependsOn)
      .filter(ref => !listed.has(ref))
      .map(ref => `a package depends on ${ref}, which is not listed`),
  ]
}

function formFaults({ bomFormat, specVersion, serialNumber, components }: SoftwareBill): string[] {
  return [
    ...(bomFormat === 'CycloneDX' ? [] : [`bomFormat is ${bomFormat}, not CycloneDX`]),
    ...(/^1\.\d+$/u.test(specVersion) ? [] : [`specVersion is ${specVersion}`]),
    ...(/^urn:uuid:[0-9a-f-]{36}$/u.test(serialNumber) ? [] : ['serialNumber is no UUID']),
    ...(components.length > 0 ? [] : ['there are no components']),
  ]
}

function faultsOfComponent({ 'bom-ref': ref, name, version, purl, hashes = [], licenses = [] }: Component) {
  const ids = licenses.map(({ license }) => license?.id ?? 'unknown')
  const [first] = ids
  return [
    ...(ref === `${name}@${version}` ? [] : [`${ref} names another package: ${name}@${version}`]),
    ...(purl === `pkg:npm/${name.replace('@', '%40')}@${version}` ? [] : [`${ref} has the address ${purl}`]),
    ...(hashes.some(({ alg, content }) => alg === 'SHA-512' && sha512.test(content))
      ? []
      : [`${ref} has no SHA-512`]),
    ...(first !== undefined && ids.every(id => allowedLicenses.has(id))
      ? []
      : [`${ref} has a licence that nobody has allowed: ${ids.join(', ') || 'none'}`]),
  ]
}

function refOf({ name, version }: { readonly name: string; readonly version: string }): string {
  return `${name}@${version}`
}
