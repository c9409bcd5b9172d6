import { ingressRows } from './ingress.ts'
import { testRows } from './support/testRows.ts'

testRows('Ingress', ingressRows)
