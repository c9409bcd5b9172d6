import { snsRows } from './sns.ts'
import { testRows } from './support/testRows.ts'

testRows('SNS', snsRows)
