import type { Template } from '../../packaging/packageStack.ts'

type Resource = Template['Resources'][string]

/** A kind of resource that an emulator cannot make as it is. */
export type Adaptation = {
  readonly resourceType: string
  /** Only resources that have this property; absent: all of the type. */
  readonly withProperty?: string
  readonly reason: string
  /** What stands in its place; null: nothing. */
  readonly inItsPlace: (resource: Resource) => Resource | null
}

/**
 * The template with these kinds of resources replaced or left out; all else stays as it is.
 * Throws when something refers to what is left out: then leaving it out would change the rest.
 */
export function adapted(template: Template, adaptations: readonly Adaptation[]): Template {
  const resources = Object.entries(template.Resources).flatMap(([id, resource]) => {
    const adaptation = adaptations.find(each => concerns(each, resource))
    const placed = adaptation ? adaptation.inItsPlace(resource) : resource
    return placed === null ? [] : [[id, placed] as const]
  })
  const result = { ...template, Resources: Object.fromEntries(resources) }
  for (const id of Object.keys(template.Resources)) {
    if (!(id in result.Resources) && isNamedIn(result, id))
      throw new Error(`${id} cannot be left out: another part of the template refers to it`)
  }
  return result
}

function concerns({ resourceType, withProperty }: Adaptation, { Type, Properties }: Resource): boolean {
  return (
    Type === resourceType && (withProperty === undefined || Object.hasOwn(Properties as object, withProperty))
  )
}

/** As the target of a Ref, GetAtt or DependsOn (a text of its own), or inside the text of a Sub. */
function isNamedIn(template: Template, id: string): boolean {
  const text = JSON.stringify(template)
  return text.includes(`"${id}"`) || text.includes(`\${${id}}`) || text.includes(`\${${id}.`)
}
