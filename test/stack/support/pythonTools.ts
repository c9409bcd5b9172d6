import path from 'node:path'
import { projectRoot } from '../../packaging/packageStack.ts'

type PythonTool = 'cfn-lint' | 'checkov' | 'moto' | 'ministack'

/** The path of a program in a tool's own Python environment, which the test run has prepared. */
export function pythonProgram(tool: PythonTool, program: string): string {
  return path.join(projectRoot, '.venv', tool, 'bin', program)
}
