import type { ResolvedStack } from '../resolveTemplate.ts'

interface Widget {
  readonly type: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly properties: { readonly markdown?: string; readonly alarms?: string[]; readonly query?: string }
}

/** The widgets of the dashboard, whose body must be JSON. */
export function dashboardWidgets({ resources }: ResolvedStack): Widget[] {
  const body = resources['Dashboard']?.Properties['DashboardBody']
  return (JSON.parse(String(body)) as { widgets: Widget[] }).widgets
}

/** Pairs of widgets that share a place; CloudWatch would move one of them. */
export function overlapping(widgets: readonly Widget[]): string[] {
  return widgets.flatMap((one, index) =>
    widgets
      .slice(index + 1)
      .filter(
        other =>
          one.x < other.x + other.width &&
          other.x < one.x + one.width &&
          one.y < other.y + other.height &&
          other.y < one.y + one.height,
      )
      .map(other => `${one.type} at ${one.x},${one.y} and ${other.type} at ${other.x},${other.y}`),
  )
}
