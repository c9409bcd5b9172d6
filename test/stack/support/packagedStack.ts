import { readFileSync } from 'node:fs'
import path from 'node:path'
import { projectRoot, type Template, templateFile } from '../../packaging/packageStack.ts'

/** Where the stack with its default parameters lies packaged while the stack tests run: the template and the functions' zips. */
export const packageFolder = path.join(projectRoot, 'reports/stack-package')

/** The packaged template with default parameters. */
export function packagedTemplate(): Template {
  return JSON.parse(readFileSync(templateFile(packageFolder), 'utf8')) as Template
}
