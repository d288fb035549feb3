import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { emailAddress } from '../src/index.ts'

const local = fc.stringMatching(/^[A-Za-z0-9]{1,12}(\.[A-Za-z0-9]{1,8})?(\+[a-z]{1,5})?$/)
const domain = fc.stringMatching(/^[A-Za-z0-9]{1,10}(-[A-Za-z0-9]{1,5})?\.(vn|com\.vn|COM)$/)

describe('an e-mail address', () => {
  it('keeps what stands before the @ and lowers the domain, and does so once', () => {
    fc.assert(
      fc.property(local, domain, (name, host) => {
        const address = emailAddress.parse(` ${name}@${host}\t`)
        expect(address).toBe(`${name}@${host.toLowerCase()}`)
        expect(emailAddress.parse(address)).toBe(address)
      }),
    )
  })
  it.each([
    'an',
    'an@',
    '@example.com',
    'an@example',
    'an @example.com',
    'an@example.com, binh@example.com',
    'An <an@example.com>',
    'an@exa_mple.com',
    `${'a'.repeat(250)}@x.vn`,
    '',
  ])('is refused: %s', written => {
    expect(emailAddress.safeParse(written).success).toBe(false)
  })
  it('is not repeated when it is refused', () => {
    const { error } = emailAddress.safeParse('bí.mật@example')
    expect(JSON.stringify(error)).not.toContain('mật')
    expect(error?.issues[0]?.message).toBe('expected an e-mail address like an@example.com')
  })
})
