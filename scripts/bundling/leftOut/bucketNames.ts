/** Stands in for what the SDK's endpoints know of S3 buckets. */
import { LeftOutOfBundleError } from './error.ts'

export function resolveParamsForS3(): never {
  throw new LeftOutOfBundleError('S3 is not called')
}
