import { existsSync, globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from '@jest/globals'

const projectRoot = path.resolve(import.meta.dirname, '../..')
const documents = [
  'README.md',
  'SECURITY.md',
  'CHANGELOG.md',
  ...globSync('docs/**/*.md', { cwd: projectRoot }),
]

type Link = { readonly from: string; readonly to: string }

const textOf = (file: string) =>
  readFileSync(path.join(projectRoot, file), 'utf8').replaceAll(/```.*?```/gsu, '')

/** Links and pictures within the project: those with a scheme lead elsewhere. */
function linksOf(file: string): Link[] {
  const targets = [...textOf(file).matchAll(/(?:\]\(|(?:src|href)=")([^)"\s]+)/gu)].map(([, to = '']) => to)
  return targets.filter(to => !/^[a-z]+:/u.test(to)).map(to => ({ from: file, to }))
}

/** As GitHub makes an anchor of a heading. */
function anchorOf(heading: string): string {
  return heading
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}_\- ]/gu, '')
    .replaceAll(' ', '-')
}

function leadsSomewhere({ from, to }: Link): boolean {
  const [place = '', anchor] = to.split('#')
  const file = place === '' ? from : path.join(path.dirname(from), place)
  if (!existsSync(path.join(projectRoot, file))) return false
  if (anchor === undefined || !file.endsWith('.md')) return true
  return [...textOf(file).matchAll(/^#+ (.*)$/gmu)].some(([, heading = '']) => anchorOf(heading) === anchor)
}

test('every link between the documents leads to a file and a heading that are there', () => {
  const links = documents.flatMap(linksOf)

  expect(links.length).toBeGreaterThan(40)
  expect(links.filter(link => !leadsSomewhere(link))).toEqual([])
})

test.each(['docs/none.md', '#no-such-heading', 'docs/costs.md#no-such-heading'])(
  'a link to %s is noticed',
  to => {
    expect(leadsSomewhere({ from: 'README.md', to })).toBe(false)
  },
)
