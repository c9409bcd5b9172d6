import { endRows } from './endOfWatch.ts'
import { testRows } from './support/testRows.ts'

testRows('The end of a watch', endRows)
