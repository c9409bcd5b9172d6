import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStacksCommand,
  ListStackResourcesCommand,
} from '@aws-sdk/client-cloudformation'
import { packagedTemplate } from '../support/packagedStack.ts'
import type { ClientSettings } from './clients.ts'

export const stackName = 'flowbell-dev'
/** Made by `SweepSchedule` in the template, which moto's CloudFormation does not know. */
export const scheduleName = `${stackName}-sweep`

/** Lets moto's CloudFormation make what it knows of the packaged template. Returns physical ids by logical ones. */
export async function deployPackagedStack(
  settings: ClientSettings,
  parameters: Readonly<Record<string, string>>,
): Promise<ReadonlyMap<string, string>> {
  const client = new CloudFormationClient(settings)
  const create = new CreateStackCommand({
    StackName: stackName,
    TemplateBody: JSON.stringify(templateForMoto()),
    Capabilities: ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM'],
    Parameters: Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({
      ParameterKey,
      ParameterValue,
    })),
  })
  await client.send(create)
  const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: stackName }))
  if (Stacks?.[0]?.StackStatus !== 'CREATE_COMPLETE') throw new Error('moto did not make the stack')
  const { StackResourceSummaries = [] } = await client.send(
    new ListStackResourcesCommand({ StackName: stackName }),
  )
  return new Map(
    StackResourceSummaries.map(({ LogicalResourceId = '', PhysicalResourceId = '' }) => [
      LogicalResourceId,
      PhysicalResourceId,
    ]),
  )
}

/** What moto's CloudFormation cannot make and others refer to. The doctor asks for none of it. */
const unknownTypes = ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::Dashboard']

/** Nothing here runs a function, so that its code need not lie in a bucket. */
function templateForMoto() {
  const { Outputs: _outputs, ...template } = structuredClone(packagedTemplate())
  for (const [logicalId, resource] of Object.entries(template.Resources)) {
    if (unknownTypes.includes(resource.Type)) delete template.Resources[logicalId]
    if (resource.Type !== 'AWS::Lambda::Function') continue
    resource.Properties = { ...(resource.Properties as object), Code: { ZipFile: 'not run' } }
  }
  return template
}

/** Adds the schedule to moto's answer to ListStackResources. */
export function withSchedule(listing: string): string {
  const summary = `<member><LogicalResourceId>SweepSchedule</LogicalResourceId><PhysicalResourceId>${scheduleName}</PhysicalResourceId><ResourceType>AWS::Scheduler::Schedule</ResourceType><ResourceStatus>CREATE_COMPLETE</ResourceStatus></member>`
  return listing.replace('<StackResourceSummaries>', `<StackResourceSummaries>${summary}`)
}
