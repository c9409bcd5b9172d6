import { describe, expect, test } from '@jest/globals'
import { plainWebAddress } from '../../functions/domain/webAddress.ts'

describe('an address of the web', () => {
  test.each(['https://hooks.slack.com/services/T0/B0/x', 'http://127.0.0.1:8080/a?b=c#d'])('%s', address => {
    expect(plainWebAddress(address)?.href).toBe(address)
  })

  test.each([
    ['another scheme', 'ftp://example.com/'],
    ['a scheme that runs', 'javascript:alert(1)'],
    ['no scheme', 'example.com/x'],
    ['a user', 'https://user@example.com/'],
    ['a user and a password', 'https://user:secret@example.com/'],
    ['an at sign where no user stands', 'https://example.com/@x'],
    ['a backslash, which a parser mends', 'https:\\\\example.com/'],
    ['a space, which a parser cuts off', ' https://example.com/'],
    ['a line break, which a parser leaves out', 'https://exam\nple.com/'],
    ['a character beyond ASCII, which a parser encodes', 'https://exämple.com/'],
    ['nothing', ''],
  ])('is not one with %s', (_, address) => {
    expect(plainWebAddress(address)).toBeNull()
  })
})
