import { extraRows } from './extra.ts'
import { testRows } from './support/testRows.ts'

testRows('Beyond the list', extraRows)
