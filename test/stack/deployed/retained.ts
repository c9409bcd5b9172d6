import type { Template } from '../../packaging/packageStack.ts'
import type { DeployedStack } from './deployedStack.ts'

/** The names, without a queue's host, of the resources that the template keeps when the stack goes. */
export function retainedNames(template: Template, { resources }: DeployedStack): string[] {
  return Object.entries(template.Resources).flatMap(([id, resource]) => {
    const isKept = 'DeletionPolicy' in resource && resource.DeletionPolicy === 'Retain'
    const name = resources[id]?.replace(/^https?:\/\/[^/]+/u, '')
    return isKept && name !== undefined ? [name] : []
  })
}
