import type { AdvancedSelector, BasicSelector, FieldSelector, TrailSelectors } from '../ports.ts'

const eventSource = 'network-firewall.amazonaws.com'

/** A start call as CloudTrail's advanced selectors see it: a management event that writes. */
const startCalls = ['StartFlowFlush', 'StartFlowCapture'].map(eventName => ({
  eventCategory: 'Management',
  eventSource,
  eventName,
  eventType: 'AwsApiCall',
  readOnly: 'false',
}))

/** True when a trail with these selectors records every start call. A trail without any has the default: all management events. */
export function recordsStartCalls({ basic, advanced }: TrailSelectors): boolean {
  if (advanced.length > 0) return startCalls.every(call => advanced.some(selector => matches(selector, call)))
  return basic.length === 0 || basic.some(recordsManagementWrites)
}

function recordsManagementWrites(selector: BasicSelector): boolean {
  const { readWriteType, includesManagementEvents, excludedSources } = selector
  return includesManagementEvents && readWriteType !== 'ReadOnly' && !excludedSources.includes(eventSource)
}

function matches(selector: AdvancedSelector, call: Readonly<Record<string, string>>): boolean {
  return selector.every(field => matchesField(field, call[field.field]))
}

/**
 * Several values of one operator are alternatives, several operators hold together (AdvancedFieldSelector API page). A field
 * that depends on who calls, such as `userIdentity.arn`, records some calls only: that is not every call.
 */
function matchesField(selector: FieldSelector, value: string | undefined): boolean {
  if (value === undefined) return false
  const { equals, startsWith, endsWith, notEquals, notStartsWith, notEndsWith } = selector
  const isAny = (expected: readonly string[], test: (each: string) => boolean) =>
    expected.length === 0 || expected.some(test)
  return (
    isAny(equals, each => value === each) &&
    isAny(startsWith, each => value.startsWith(each)) &&
    isAny(endsWith, each => value.endsWith(each)) &&
    !notEquals.includes(value) &&
    !notStartsWith.some(each => value.startsWith(each)) &&
    !notEndsWith.some(each => value.endsWith(each))
  )
}
