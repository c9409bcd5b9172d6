import type { AllowedRight, Right } from './rights.ts'
import { hasWildcardReason } from './wildcardReasons.ts'

/** MISSING: needed, not allowed. EXTRA: allowed, not needed. WILDCARD, UNBOUND: allowed too broadly. */
export type PermissionFinding = Right & { readonly kind: 'MISSING' | 'EXTRA' | 'WILDCARD' | 'UNBOUND' }

/** Where what a role allows and what is needed differ, in either direction, and what is too broad in itself. */
export function permissionFindings(
  allowed: readonly AllowedRight[],
  needed: readonly Right[],
): PermissionFinding[] {
  const missing = needed.filter(need => !allowed.some(right => covers(right, need)))
  const extra = allowed.filter(right => !needed.some(need => covers(right, need)))
  return distinct([...ofKind('MISSING', missing), ...ofKind('EXTRA', extra), ...breadthFindings(allowed)])
}

/** Wildcards without a listed reason, and keys that may be used for more than what they are used for. */
export function breadthFindings(allowed: readonly AllowedRight[]): PermissionFinding[] {
  const wild = allowed.filter(
    ({ action, resource }) => /[*?]/.test(action + resource) && !hasWildcardReason(action, resource),
  )
  const unbound = allowed.filter(({ action, hasCondition }) => action.startsWith('kms:') && !hasCondition)
  return [...ofKind('WILDCARD', wild), ...ofKind('UNBOUND', unbound)]
}

function ofKind(kind: PermissionFinding['kind'], rights: readonly Right[]): PermissionFinding[] {
  return rights.map(({ action, resource }) => ({ kind, action, resource }))
}

function covers(right: Right, need: Right): boolean {
  return isLike(right.action, need.action) && isLike(right.resource, need.resource)
}

/** IAM's wildcards: `*` for any text, `?` for any character. */
function isLike(pattern: string, text: string): boolean {
  if (pattern === text) return true
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  return new RegExp(`^${source}$`).test(text)
}

function distinct(findings: readonly PermissionFinding[]): PermissionFinding[] {
  const byText = new Map(findings.map(finding => [JSON.stringify(finding), finding]))
  return [...byText.values()]
}
