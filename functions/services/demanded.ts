import { InvalidSettingError } from '../domain/errors.ts'

/** A setting that this service cannot do without. Throws InvalidSettingError that names it. */
export function demanded(value: string | null, name: string): string {
  if (value === null) throw new InvalidSettingError(`${name} is missing: set it`)
  return value
}
