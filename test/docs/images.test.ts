import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from '@jest/globals'

const projectRoot = path.resolve(import.meta.dirname, '../..')
const maxBytes = 200_000

test('the pictures of the README are there, small, and each is said in words', () => {
  const readme = readFileSync(path.join(projectRoot, 'README.md'), 'utf8')
  const pictures = [...readme.matchAll(/<img src="(docs\/images\/[\w-]+\.png)"[^>]* alt="([^"]+)">/g)]
  const files = pictures.map(([, file = '']) => file)
  const contents = files.map(file => readFileSync(path.join(projectRoot, file)))

  expect(files.length).toBeGreaterThanOrEqual(5)
  expect(files.sort()).toEqual(
    readdirSync(path.join(projectRoot, 'docs/images'))
      // Plots belong to docs/performance.md.
      .filter(name => name.endsWith('.png'))
      .map(name => `docs/images/${name}`)
      .sort(),
  )
  expect(contents.every(png => png.subarray(1, 4).toString() === 'PNG' && png.length < maxBytes)).toBe(true)
  expect(pictures.every(([, , alt = '']) => alt.length > 30)).toBe(true)
})
