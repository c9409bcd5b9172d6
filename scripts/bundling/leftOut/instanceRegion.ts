/** Stands in for asking an EC2 instance for its Region, which the SDK does for AWS_DEFAULTS_MODE=auto outside Lambda. */
import { LeftOutOfBundleError } from './error.ts'

export async function getInstanceMetadataRegion(): Promise<never> {
  throw new LeftOutOfBundleError(
    'the Region of an EC2 instance is not read: set AWS_EXECUTION_ENV, as Lambda does',
  )
}
