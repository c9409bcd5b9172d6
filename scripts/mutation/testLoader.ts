import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { type CollectedTest, collected } from './jestInPlace.ts'

const here = (file: string) => pathToFileURL(path.join(import.meta.dirname, file)).href
const replaced: Readonly<Record<string, string>> = {
  '@jest/globals': here('jestInPlace.ts'),
  'fast-check': here('fastCheck.ts'),
}
const project = pathToFileURL(`${process.cwd()}/`).href

/** Loads test files into this process, once for all, or anew with every module of the project. */
export class TestLoader {
  /** Part of the address of every module of the project while it is loaded anew. */
  #edition = ''

  constructor() {
    registerHooks({
      resolve: (specifier, context, next) => {
        const url = replaced[specifier]
        if (url !== undefined) return { url, shortCircuit: true }
        const found = next(specifier, context)
        return this.#isOwn(found.url) ? { ...found, url: `${found.url}${this.#edition}` } : found
      },
    })
  }

  once(file: string): Promise<CollectedTest[]> {
    if (/import \{[^}]*\bjest\b[^}]*\} from '@jest\/globals'/u.test(readFileSync(file, 'utf8')))
      return Promise.resolve([])
    return collected(() => import(pathToFileURL(file).href))
  }

  async anew(file: string, name: string): Promise<CollectedTest[]> {
    this.#edition = `?edition=${name}`
    try {
      return await collected(() => import(pathToFileURL(file).href))
    } finally {
      this.#edition = ''
    }
  }

  #isOwn(url: string): boolean {
    return url.startsWith(project) && !/\/node_modules\/|\/scripts\/mutation\/|\?/u.test(url)
  }
}
