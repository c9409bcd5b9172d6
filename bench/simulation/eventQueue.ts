/** Things to do in virtual time, the earliest first; what was added first comes first at the same second. */
export class EventQueue<Item> {
  private readonly heap: { readonly at: number; readonly order: number; readonly item: Item }[] = []
  private added = 0

  add(atSeconds: number, item: Item): void {
    this.heap.push({ at: atSeconds, order: this.added, item })
    this.added += 1
    this.rise(this.heap.length - 1)
  }

  /** The earliest thing, taken out; undefined when nothing is left. */
  take(): { readonly at: number; readonly item: Item } | undefined {
    const first = this.heap[0]
    const last = this.heap.pop()
    if (first && last && this.heap.length > 0) {
      this.heap[0] = last
      this.sink(0)
    }
    return first
  }

  private rise(index: number): void {
    for (let child = index; child > 0; ) {
      const parent = (child - 1) >> 1
      if (!this.isBefore(child, parent)) return
      this.swap(child, parent)
      child = parent
    }
  }

  private sink(index: number): void {
    for (let parent = index; ; ) {
      let first = parent
      for (const child of [2 * parent + 1, 2 * parent + 2])
        if (child < this.heap.length && this.isBefore(child, first)) first = child
      if (first === parent) return
      this.swap(first, parent)
      parent = first
    }
  }

  private isBefore(one: number, other: number): boolean {
    const [a, b] = [this.heap[one], this.heap[other]]
    if (!a || !b) return false
    return a.at === b.at ? a.order < b.order : a.at < b.at
  }

  private swap(one: number, other: number): void {
    const [a, b] = [this.heap[one], this.heap[other]]
    if (!a || !b) return
    this.heap[one] = b
    this.heap[other] = a
  }
}
