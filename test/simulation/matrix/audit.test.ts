import { auditRows } from './audit.ts'
import { testRows } from './support/testRows.ts'

testRows('Audit and operations', auditRows)
