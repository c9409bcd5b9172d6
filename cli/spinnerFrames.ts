const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'] as const

/** A turning mark: the picture after so many redraws. */
export function spinnerFrame(count: number): string {
  return frames[count % frames.length] ?? ''
}
