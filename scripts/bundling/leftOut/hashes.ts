/** Stands in for SHA-256 in JavaScript, which the SDK keeps for a Node.js without its own. */
import { LeftOutOfBundleError } from './error.ts'

export function Sha256Js(): never {
  throw new LeftOutOfBundleError('SHA-256 comes from node:crypto alone')
}
