import { packageStack } from '../../packaging/packageStack.ts'
import { packageFolder } from './packagedStack.ts'
import preparePythonTools from './preparePythonTools.mjs'

/** Once before all stack tests: the Python tools, and the package that they look at. */
export default function prepare() {
  preparePythonTools()
  process.stdout.write('Packaging the stack …\n')
  packageStack(packageFolder)
}
