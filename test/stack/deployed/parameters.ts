import type { Template } from '../../packaging/packageStack.ts'

type WithParameters = Template & { readonly Parameters?: Readonly<Record<string, { Default?: unknown }>> }

/** The template as `--param` would have packaged it: with these values as the parameters' defaults. */
export function withParameters(template: Template, values: Readonly<Record<string, string>>): Template {
  const { Parameters = {} } = template as WithParameters
  const given = Object.entries(values).map(([name, Default]) => {
    if (!(name in Parameters)) throw new Error(`the template has no parameter ${name}`)
    return [name, { ...Parameters[name], Default }]
  })
  const changed = { Parameters: { ...Parameters, ...Object.fromEntries(given) } }
  return { ...template, ...changed }
}
