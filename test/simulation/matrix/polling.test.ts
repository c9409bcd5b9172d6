import { pollingRows } from './polling.ts'
import { testRows } from './support/testRows.ts'

testRows('Polling', pollingRows)
