/** What flows with something in common add up to. */
type Counts = { readonly flowCount: number; readonly byteCount: number }

/** Held in memory; half of them are kept when there are more. */
const maxItems = 4000

/** Sums flows up by what they have in common, in bounded memory: when there are too many, the larger half is kept. */
export class Tally<Item extends Counts> {
  readonly #keyOf: (item: Item) => string
  readonly #items: Map<string, Item>
  hasDropped = false

  constructor(items: readonly Item[], keyOf: (item: Item) => string) {
    this.#keyOf = keyOf
    this.#items = new Map(items.map(item => [keyOf(item), item]))
  }

  get size(): number {
    return this.#items.size
  }

  add(item: Item): void {
    const key = this.#keyOf(item)
    const known = this.#items.get(key)
    const flowCount = item.flowCount + (known?.flowCount ?? 0)
    const byteCount = item.byteCount + (known?.byteCount ?? 0)
    this.#items.set(key, { ...item, flowCount, byteCount })
    if (this.#items.size > maxItems) this.#keepLargerHalf()
  }

  /** By bytes, then by flows, then by key, so that the order never depends on chance. */
  largest(count: number): Item[] {
    return [...this.#items]
      .toSorted(
        ([oneKey, one], [otherKey, other]) =>
          other.byteCount - one.byteCount || other.flowCount - one.flowCount || (oneKey < otherKey ? -1 : 1),
      )
      .slice(0, count)
      .map(([, item]) => item)
  }

  #keepLargerHalf(): void {
    const kept = this.largest(maxItems / 2)
    this.#items.clear()
    for (const item of kept) this.#items.set(this.#keyOf(item), item)
    this.hasDropped = true
  }
}
