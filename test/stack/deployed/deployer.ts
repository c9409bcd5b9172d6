import { readFileSync } from 'node:fs'
import path from 'node:path'
import { CreateAccessKeyCommand, CreateUserCommand, PutUserPolicyCommand } from '@aws-sdk/client-iam'
import { projectRoot } from '../../packaging/packageStack.ts'
import type { Account } from './account.ts'
import { stackName } from './deployedStack.ts'

/** The services that the framework's commands call themselves: IAM's prefix, and the resources that the guide names. */
const calledServices = {
  CloudFormation: {
    prefix: 'cloudformation',
    resources: [`arn:aws:cloudformation:*:*:stack/${stackName}/*`],
  },
  S3: { prefix: 's3', resources: [`arn:aws:s3:::${stackName}-*`, `arn:aws:s3:::${stackName}-*/*`] },
  Lambda: { prefix: 'lambda', resources: [`arn:aws:lambda:*:*:function:${stackName}-*`] },
}

/** Makes a user with the rights that the deploy guide lists for these services, and gives the variables of its access key. */
export async function deployerEnvironment({ iam }: Account): Promise<Record<string, string>> {
  const UserName = 'deployer'
  await iam.send(new CreateUserCommand({ UserName }))
  await iam.send(
    new PutUserPolicyCommand({
      UserName,
      PolicyName: 'guide',
      PolicyDocument: JSON.stringify(guidePolicy()),
    }),
  )
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }))
  return {
    AWS_ACCESS_KEY_ID: AccessKey?.AccessKeyId ?? '',
    AWS_SECRET_ACCESS_KEY: AccessKey?.SecretAccessKey ?? '',
  }
}

function guidePolicy(): object {
  const guide = readFileSync(path.join(projectRoot, 'docs/deploy.md'), 'utf8')
  const statements = Object.entries(calledServices).map(([service, { prefix, resources }]) => ({
    Effect: 'Allow',
    Action: actionsIn(guide, service).map(action => `${prefix}:${action}`),
    Resource: resources,
  }))
  // The one action of these that knows no resource; the guide has it on `*`.
  const validate = { Effect: 'Allow', Action: 'cloudformation:ValidateTemplate', Resource: '*' }
  return { Version: '2012-10-17', Statement: [...statements, validate] }
}

/** The second cell of the service's row in the table of rights. */
function actionsIn(guide: string, service: string): string[] {
  const row = guide.split('\n').find(line => line.startsWith(`| ${service} |`))
  if (!row) throw new Error(`docs/deploy.md has no row of rights for ${service}`)
  return [...(row.split('|')[2] ?? '').matchAll(/`(\w+)`/gu)].map(match => String(match[1]))
}
