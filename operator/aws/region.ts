import { CloudFormationClient } from '@aws-sdk/client-cloudformation'

/** The Region that is asked, by the standard AWS variables and files. */
export async function regionAsked(): Promise<string> {
  return new CloudFormationClient({}).config.region()
}
