import fc from 'fast-check'
import { v5 } from 'uuid'
import { describe, expect, it } from 'vitest'
import { eventIdOf, eventNamespace, idForKey } from '../src/identity.ts'

describe('the id of an event', () => {
  it('is the UUIDv5 of stream, command id and index', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.string({ unit: 'grapheme' }),
        fc.nat(100),
        (stream, commandId, index) => {
          expect(eventIdOf(stream, commandId, index)).toBe(
            v5(`${stream}\n${commandId}\n${String(index)}`, eventNamespace),
          )
        },
      ),
    )
  })
  it('is that for names of any length', () => {
    for (const length of [296, 297, 298, 299, 1000, 5000])
      expect(eventIdOf('ậ'.repeat(length), 'c', 0)).toBe(v5(`${'ậ'.repeat(length)}\nc\n0`, eventNamespace))
  })
  it('never changes', () => {
    expect(eventIdOf('crm.opportunity-00000000-0000-4000-8000-000000000001', 'c1', 0)).toMatchInlineSnapshot(
      `"1c7e8e66-4ab0-5ce8-85b1-4b9ef83685ba"`,
    )
  })
})

describe('the id of an outside key', () => {
  const secret = new Uint8Array(32).fill(7)
  it('never changes', () => {
    expect(idForKey(secret, 'contact', ['Công ty An Bình', '0912 345 678'])).toMatchInlineSnapshot(
      `"cf50269b-3cdc-53d9-9165-3cd1916fbb98"`,
    )
  })
  it('is the same for composed and decomposed text, and with space around it', () => {
    expect(idForKey(secret, 'contact', [' Công ty '.normalize('NFD')])).toBe(idForKey(secret, 'contact', ['Công ty']))
  })
  it('stays what it was for a key with single blanks, whatever letters and signs it has', () => {
    const keys = [[''], ['setUp'], ['KH-001/2'], ['Nguyễn Thị Đào', '1 Lê Lợi, P.7'], ['a b c', ' ', 'É']]
    expect(keys.map(key => idForKey(secret, 'product', key))).toEqual([
      '7488dbe5-23d5-5509-baf7-63149676b2d4',
      '0c644250-cf76-5385-bd12-437960a4ada3',
      '30018b1b-e8aa-5668-9527-52f9dafea64c',
      'f0b29383-6f6b-5d6a-8212-d08f2e55d8ec',
      '8424be42-493c-512b-afd7-c12c3bc6dd58',
    ])
  })
  it('is the same however many blanks and line breaks stand between words', () => {
    const id = idForKey(secret, 'contact', ['Công ty An Bình'])
    for (const blank of ['  ', '\n', '\r\n', '\t ', '\u00a0', ' \u202f '])
      expect(idForKey(secret, 'contact', [`Công ty${blank}An${blank}Bình${blank}`])).toBe(id)
  })
  it('differs by secret, kind, and where one part of a key ends', () => {
    const ids = [
      idForKey(secret, 'contact', ['a', 'b']),
      idForKey(secret, 'contact', ['ab']),
      idForKey(secret, 'lead', ['a', 'b']),
      idForKey(new Uint8Array(32), 'contact', ['a', 'b']),
    ]
    expect(new Set(ids).size).toBe(4)
  })
})
