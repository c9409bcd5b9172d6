/**
 * Checks one log event against the rules of the CloudWatch embedded metric format. Source: Amazon CloudWatch User Guide,
 * "Specification: Embedded metric format", and the limits of MetricDatum and Dimension in the CloudWatch API reference.
 * Written from these pages alone.
 */
type Members = Readonly<Record<string, unknown>>

const units = [
  'Seconds Microseconds Milliseconds Bytes Kilobytes Megabytes Gigabytes Terabytes Bits Kilobits Megabits Gigabits Terabits',
  'Percent Count Bytes/Second Kilobytes/Second Megabytes/Second Gigabytes/Second Terabytes/Second Bits/Second',
  'Kilobits/Second Megabits/Second Gigabits/Second Terabits/Second Count/Second None',
].flatMap(line => line.split(' '))
const maxEventBytes = 262_144
const maxDimensions = 30
const maxMetrics = 100
const maxValues = 100
/** 2026: a time in seconds would lie in 1970. */
const earliestMilliseconds = Date.UTC(2020, 0, 1)

/** What is wrong with the event, as it stands in the log; nothing for a valid one. */
export function emfFindings(event: unknown): string[] {
  const text = JSON.stringify(event)
  const line = JSON.parse(text) as unknown
  if (!isObject(line)) return ['the event is no JSON object']
  const size = Buffer.byteLength(text) > maxEventBytes ? ['the event is too large'] : []
  const meta = line['_aws']
  if (!isObject(meta)) return [...size, '_aws is no object']
  const directives = meta['CloudWatchMetrics']
  if (!Array.isArray(directives)) return [...size, 'CloudWatchMetrics is no list']
  return [
    ...size,
    ...strangers('_aws', meta, ['Timestamp', 'CloudWatchMetrics']),
    ...timeFindings(meta['Timestamp']),
    ...directives.flatMap(directive => directiveFindings(directive, line)),
  ]
}

function timeFindings(time: unknown): string[] {
  const isTime = typeof time === 'number' && Number.isInteger(time) && time >= earliestMilliseconds
  return isTime ? [] : [`Timestamp is not in milliseconds since the epoch: ${String(time)}`]
}

function directiveFindings(directive: unknown, line: Members): string[] {
  if (!isObject(directive)) return ['a directive is no object']
  const { Namespace, Dimensions, Metrics } = directive
  return [
    ...strangers('a directive', directive, ['Namespace', 'Dimensions', 'Metrics']),
    ...(isShortText(Namespace, 255) && !Namespace.startsWith('AWS/') ? [] : ['Namespace is no text']),
    ...(Array.isArray(Dimensions)
      ? Dimensions.flatMap(set => dimensionFindings(set, line))
      : ['Dimensions is no list']),
    ...(Array.isArray(Metrics) ? [] : ['Metrics is no list']),
    ...listOf(Metrics).flatMap(metric => metricFindings(metric, line)),
    ...(listOf(Metrics).length > maxMetrics ? ['more metrics than 100'] : []),
  ]
}

function dimensionFindings(set: unknown, line: Members): string[] {
  if (!Array.isArray(set)) return ['a set of dimensions is no list']
  const tooMany = set.length > maxDimensions ? ['more dimensions than 30'] : []
  const doubled = new Set(set).size < set.length ? ['a set names a dimension twice'] : []
  return [...tooMany, ...doubled, ...set.flatMap(name => dimensionFinding(name, line))]
}

function dimensionFinding(name: unknown, line: Members): string[] {
  if (!isShortText(name, 255) || name.startsWith(':')) return [`a dimension has no name: ${String(name)}`]
  const value = line[name]
  // CloudWatch takes no value without a visible ASCII character, and none with others than printable ASCII.
  const isValue = typeof value === 'string' && /^(?=.*[!-~])[ -~]{1,1024}$/u.test(value)
  return isValue ? [] : [`the dimension ${name} has no text in the event`]
}

function metricFindings(metric: unknown, line: Members): string[] {
  if (!isObject(metric)) return ['a metric is no object']
  const { Name, Unit, StorageResolution } = metric
  if (!isShortText(Name, 255)) return ['a metric has no name']
  return [
    ...strangers('a metric', metric, ['Name', 'Unit', 'StorageResolution']),
    ...(Unit === undefined || (typeof Unit === 'string' && units.includes(Unit))
      ? []
      : [`${Name} has no known unit`]),
    ...(StorageResolution === undefined || StorageResolution === 1 || StorageResolution === 60
      ? []
      : [`${Name} has no known resolution`]),
    ...(areValues(line[Name]) ? [] : [`the metric ${Name} has no number in the event`]),
  ]
}

function areValues(value: unknown): boolean {
  const values = Array.isArray(value) ? value : [value]
  return values.length > 0 && values.length <= maxValues && values.every(one => Number.isFinite(one))
}

/** Objects of the specification hold nothing else. */
function strangers(what: string, object: Members, known: readonly string[]): string[] {
  return Object.keys(object).flatMap(key => (known.includes(key) ? [] : [`${what} has the member ${key}`]))
}

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isShortText(value: unknown, maxLength: number): value is string {
  return typeof value === 'string' && value.trim() !== '' && value.length <= maxLength
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
