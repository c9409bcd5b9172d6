import { describe, expect, test } from '@jest/globals'
import { allPages } from '../../functions/adapters/allPages.ts'
import { ServiceError } from '../../functions/domain/serviceError.ts'
import { rejectionOf } from './support/rejection.ts'

/** A list of so many pages, each with its number; every one names the next. */
function pagesOf(count: number) {
  const asked: (string | undefined)[] = []
  const read = async (next: string | undefined) => {
    asked.push(next)
    const page = next === undefined ? 1 : Number(next)
    return { items: [page], next: page < count ? String(page + 1) : undefined }
  }
  return { asked, read }
}

describe('a list in pages', () => {
  test('is read to its last page, each with the token of the one before', async () => {
    const { asked, read } = pagesOf(3)
    await expect(allPages(read)).resolves.toEqual([1, 2, 3])
    expect(asked).toEqual([undefined, '2', '3'])
  })

  test.each([undefined, ''])('ends where the next page is %j, and may be empty', async next => {
    await expect(allPages(async () => ({ items: undefined, next }))).resolves.toEqual([])
  })

  test('may have a hundred pages, and not one more', async () => {
    await expect(allPages(pagesOf(100).read)).resolves.toHaveLength(100)
    const { asked, read } = pagesOf(101)
    const error = await rejectionOf(ServiceError, allPages(read))
    expect(error).toMatchObject({ serviceErrorName: 'EndlessList', kind: 'PERMANENT' })
    expect(error.message).toContain('more than 100 pages')
    expect(asked).toHaveLength(100)
  })

  test('whose page names itself as the next is given up at once', async () => {
    let asked = 0
    const read = async () => {
      asked += 1
      return { items: ['x'], next: 'again' }
    }
    const error = await rejectionOf(ServiceError, allPages(read))
    expect(error.message).toContain('page 2 of the service')
    expect(asked).toBe(2)
  })

  test('fails as its page does', async () => {
    await expect(allPages(() => Promise.reject(new TypeError('defect')))).rejects.toThrow(TypeError)
  })
})
