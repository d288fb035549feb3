import { z } from 'zod'
import { expected } from './expected.ts'

const lowerDomain = (address: string): string => {
  const at = address.lastIndexOf('@') + 1
  return address.slice(0, at) + address.slice(at).toLowerCase()
}

/**
 * An e-mail address, trimmed, its domain in lower case. What stands before the @ is kept as written: the receiving host alone
 * knows whether its case matters (RFC 5321, 2.4), and mail must go to what people gave. To find duplicates, compare without case.
 * What it refuses it does not repeat.
 * @example emailAddress.parse(' An.Nguyen@Example.COM ') // 'An.Nguyen@example.com'
 */
export const emailAddress = z
  .string()
  .trim()
  .max(254)
  .check(
    z.email(
      expected({ en: 'expected an e-mail address like an@example.com', vi: 'cần địa chỉ email như an@example.com' }),
    ),
  )
  .overwrite(lowerDomain)
