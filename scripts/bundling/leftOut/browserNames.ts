/** Stands in for a library that tells browsers apart, which the SDK asks only in a browser. */
import { LeftOutOfBundleError } from './error.ts'

export function parse(): never {
  throw new LeftOutOfBundleError('browsers are not told apart')
}
