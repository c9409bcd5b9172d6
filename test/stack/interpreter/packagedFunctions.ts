import path from 'node:path'
import type { Template } from '../../packaging/packageStack.ts'
import { unzip } from '../../packaging/unzip.ts'

/** One function of the packaged stack, unpacked. */
export type PackagedFunction = {
  /** Its key in serverless.yml, for example `pollOperation`. */
  readonly key: string
  /** Its deployed name, for example `flowbell-dev-pollOperation`. */
  readonly functionName: string
  /** The file that Lambda would import, and what it would call in it. */
  readonly modulePath: string
  readonly exportName: string
  /** Its environment in the template: text, or what CloudFormation would resolve. */
  readonly environment: Readonly<Record<string, unknown>>
}

type LambdaFunction = {
  readonly FunctionName: string
  readonly Handler: string
  readonly Code: { readonly S3Key: string }
  readonly Environment?: { readonly Variables: Readonly<Record<string, unknown>> }
}

/** Unpacks the zip of every function of the template, each into a folder of its own, as Lambda would. */
export function unpackFunctions(template: Template, packageFolder: string, into: string): PackagedFunction[] {
  return Object.values(template.Resources)
    .filter(({ Type }) => Type === 'AWS::Lambda::Function')
    .map(({ Properties }) => unpack(Properties as LambdaFunction, packageFolder, into))
}

function unpack(lambda: LambdaFunction, packageFolder: string, into: string): PackagedFunction {
  const zip = path.posix.basename(lambda.Code.S3Key)
  const root = path.join(into, lambda.FunctionName)
  unzip(path.join(packageFolder, zip), root)
  const { dir, name, ext } = path.posix.parse(lambda.Handler)
  return {
    key: path.parse(zip).name,
    functionName: lambda.FunctionName,
    modulePath: path.join(root, dir, `${name}.mjs`),
    exportName: ext.slice(1),
    environment: lambda.Environment?.Variables ?? {},
  }
}
