/** What happens when, in virtual milliseconds: the earliest first, and in the order of its coming for the same moment. */
export class EventQueue<Item> {
  readonly #heap: { readonly at: number; readonly order: number; readonly item: Item }[] = []
  #count = 0

  push(at: number, item: Item): void {
    const heap = this.#heap
    heap.push({ at, order: this.#count, item })
    this.#count += 1
    for (let child = heap.length - 1; child > 0; ) {
      const parent = (child - 1) >> 1
      if (!this.#swapUnlessOrdered(parent, child)) break
      child = parent
    }
  }

  /** The next event, taken out; undefined when none is left. */
  pop(): { readonly at: number; readonly item: Item } | undefined {
    const heap = this.#heap
    const [first] = heap
    const last = heap.pop()
    if (last === undefined || heap.length === 0) return first
    heap[0] = last
    for (let parent = 0; ; ) {
      const [left, right] = [2 * parent + 1, 2 * parent + 2]
      const child = right < heap.length && this.#isBefore(right, left) ? right : left
      if (child >= heap.length || !this.#swapUnlessOrdered(parent, child)) return first
      parent = child
    }
  }

  #isBefore(one: number, other: number): boolean {
    const [a, b] = [this.#heap[one], this.#heap[other]]
    if (a === undefined || b === undefined) return false
    return a.at < b.at || (a.at === b.at && a.order < b.order)
  }

  /** True when the two were out of order. */
  #swapUnlessOrdered(parent: number, child: number): boolean {
    if (!this.#isBefore(child, parent)) return false
    const [a, b] = [this.#heap[parent], this.#heap[child]]
    if (a === undefined || b === undefined) return false
    this.#heap[parent] = b
    this.#heap[child] = a
    return true
  }
}
