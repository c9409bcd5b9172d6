/** One package of package-lock.json. `folder` is where npm installs it. */
export type LockedPackage = {
  readonly folder: string
  readonly name: string
  readonly version: string
  readonly isOptional: boolean
}

/** An entry of the lock file, as far as it is read here. */
export type LockEntry = {
  readonly name?: string
  readonly version?: string
  readonly resolved?: string
  readonly integrity?: string
  readonly dev?: boolean
  readonly optional?: boolean
  readonly link?: boolean
  readonly hasInstallScript?: boolean
}

/** The lock file (version 3), as far as it is read here. */
export type Lock = { readonly packages: Readonly<Record<string, LockEntry>> }

const modules = 'node_modules/'

/** Everything that comes from a registry; the project itself and its workspaces do not. */
export function foreignEntries({ packages }: Lock): (readonly [folder: string, entry: LockEntry])[] {
  return Object.entries(packages).filter(([folder, { link }]) => folder.includes(modules) && link !== true)
}

/** What is installed for whoever uses Flowbell: all that npm does not mark as for development only. */
export function productionPackages(lock: Lock): LockedPackage[] {
  return foreignEntries(lock)
    .filter(([, { dev }]) => dev !== true)
    .map(([folder, { name, version = '', optional }]) => ({
      folder,
      name: name ?? nameInFolder(folder),
      version,
      isOptional: optional === true,
    }))
}

/** The name that a folder gives a package; an alias has another in its entry. */
export function nameInFolder(folder: string): string {
  return folder.slice(folder.lastIndexOf(modules) + modules.length)
}
