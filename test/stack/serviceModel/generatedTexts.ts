import fc from 'fast-check'
import type { Shape } from './botocoreModel.ts'

const seed = 20_201_112
/** Characters of which at least one breaks any pattern that is worth the name. */
const oddCharacters = ['!', ' ', '\n', 'é', '*', '_']

/** Some texts that fit a shape, its shortest and longest possible ones among them. */
export const fittingTexts = oncePerShape(newFittingTexts)

/** One text for each constraint of the shape that a text can break. */
export const breakingTexts = oncePerShape(newBreakingTexts)

/** Shapes stand in many places of a request, and some of their texts take a search. */
function oncePerShape<Result>(make: (shape: Shape) => Result): (shape: Shape) => Result {
  const known = new WeakMap<Shape, Result>()
  return shape => {
    const result = known.get(shape) ?? make(shape)
    known.set(shape, result)
    return result
  }
}

function newFittingTexts(shape: Shape): string[] {
  if (shape.enum) return [...shape.enum]
  const samples = fc.sample(textsLike(shape), { seed, numRuns: 200 })
  const few = samples.slice(0, 4)
  const longest = shape.max === undefined ? undefined : stretched(shape, few, shape.max)
  const shortest = samples.find(text => lengthOf(text) === shape.min)
  return [...few, longest, widest(shape), shortest].filter(text => text !== undefined)
}

/** As many characters as may be, each of two UTF-16 units; undefined if the pattern has no room for such. */
function widest({ max, pattern }: Shape): string | undefined {
  const text = '𐐷'.repeat(max ?? 0)
  return new RegExp(pattern ?? '').test(text) && max !== undefined ? text : undefined
}

/** Any text that fits a shape. */
export function textsLike(shape: Shape): fc.Arbitrary<string> {
  if (shape.enum) return fc.constantFrom(...shape.enum)
  const texts = fc.stringMatching(new RegExp(shape.pattern ?? '^.*$'))
  return texts.filter(text => isOfLength(shape, text))
}

export type BrokenText = { readonly constraint: string; readonly value: string }

function newBreakingTexts(shape: Shape): BrokenText[] {
  const fitting = fittingTexts(shape)
  const { min = 0, max, pattern } = shape
  const broken: BrokenText[] = []
  if (shape.enum) {
    const [first = ''] = shape.enum
    broken.push(
      { constraint: 'enum', value: 'NOT_A_VALUE' },
      { constraint: 'enum', value: first.toLowerCase() },
    )
  }
  if (min > 0) broken.push({ constraint: 'min length', value: (fitting[0] ?? '').slice(0, min - 1) })
  if (max !== undefined) {
    const tooLong = stretched(shape, fitting, max + 1) ?? `${fitting[0]}${'a'.repeat(max)}`
    broken.push({ constraint: 'max length', value: tooLong })
  }
  if (pattern !== undefined)
    broken.push({ constraint: 'pattern', value: offPattern(shape, pattern, fitting) })
  return broken
}

/** A text of this length that still fits the pattern, made by repeating one character; undefined if none does. */
function stretched({ pattern }: Shape, texts: readonly string[], length: number): string | undefined {
  const fits = new RegExp(pattern ?? '')
  return texts
    .filter(text => text.length < length)
    .flatMap(text =>
      Array.from({ length: text.length }, (_, at) => {
        const character = text.charAt(at)
        return text.slice(0, at) + character.repeat(1 + length - text.length) + text.slice(at + 1)
      }),
    )
    .find(text => lengthOf(text) === length && fits.test(text))
}

/** A text of a fitting length that the pattern refuses. */
function offPattern(shape: Shape, pattern: string, texts: readonly string[]): string {
  const refuses = new RegExp(pattern)
  const found = texts
    .flatMap(text =>
      Array.from({ length: text.length }, (_, at) =>
        oddCharacters.map(odd => text.slice(0, at) + odd + text.slice(at + 1)),
      ).flat(),
    )
    .find(text => !refuses.test(text) && isOfLength(shape, text))
  if (found === undefined) throw new Error(`no text found that breaks ${pattern}`)
  return found
}

function isOfLength({ min = 0, max = Infinity }: Shape, text: string): boolean {
  return lengthOf(text) >= min && lengthOf(text) <= max
}

function lengthOf(text: string): number {
  return Array.from(text).length
}
