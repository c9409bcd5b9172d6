import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { type BuildOptions, build } from 'esbuild'

/** What the plugin of the framework bundles with. */
const { esbuildOptions: shippedOptions } = createRequire(import.meta.url)(
  '../../scripts/bundling/esbuildOptions.cjs',
) as { readonly esbuildOptions: BuildOptions }

const projectRoot = path.resolve(import.meta.dirname, '../..')

/** How a function can be made loadable for Node.js; the first is what ships. */
export const variantNames = ['shipped', 'default', 'external', 'empty'] as const
export type VariantName = (typeof variantNames)[number]

/** What a reader has to know of each. */
export const variantWords: Readonly<Record<VariantName, string>> = {
  shipped: 'the bundle as it is deployed',
  default: 'one ESM file by the defaults of esbuild, minified',
  external: 'the same with the AWS SDK left outside, in node_modules',
  empty: 'a handler that does nothing',
}

/**
 * Builds that do not come from here take the CommonJS builds of the SDK, which ask for Node's own modules by require: without one
 * such a bundle does not even load as ESM.
 */
const requireBanner =
  "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);"
const defaults: BuildOptions = {
  bundle: true,
  minify: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  outExtension: { '.js': '.mjs' },
  banner: { js: requireBanner },
  logLevel: 'error',
}

/** A folder of the project, since what is left outside is looked for from where a bundle lies. */
const outputRoot = path.join(projectRoot, 'reports/cold-start')

/** Builds every variant of a function into folders of their own. Returns the file to import, by variant. */
export async function buildVariants(functionName: string): Promise<Readonly<Record<VariantName, string>>> {
  const files = Object.fromEntries(
    variantNames.map(variant => [
      variant,
      path.join(outputRoot, variant, functionName, `${functionName}.mjs`),
    ]),
  ) as Record<VariantName, string>
  for (const file of Object.values(files)) rmSync(path.dirname(file), { recursive: true, force: true })
  await buildInto(files.shipped, functionName, shippedOptions)
  await buildInto(files.default, functionName, defaults)
  await buildInto(files.external, functionName, { ...defaults, external: ['@aws-sdk/*'] })
  mkdirSync(path.dirname(files.empty), { recursive: true })
  writeFileSync(files.empty, 'export const handler = async () => ({})\n')
  return files
}

/** Builds what ships alone, beside the variants. Returns the file to import. */
export async function buildShipped(functionName: string): Promise<string> {
  const file = path.join(outputRoot, 'alone', functionName, `${functionName}.mjs`)
  rmSync(path.dirname(file), { recursive: true, force: true })
  await buildInto(file, functionName, shippedOptions)
  return file
}

async function buildInto(file: string, functionName: string, options: BuildOptions): Promise<void> {
  const entryPoints = { [functionName]: `functions/handlers/${functionName}.ts` }
  await build({ ...options, absWorkingDir: projectRoot, entryPoints, outdir: path.dirname(file) })
}
