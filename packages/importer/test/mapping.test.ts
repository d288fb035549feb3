import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { describeForms, mappingJsonSchema, MappingInvalid, parseMapping, readMapping } from '../src/index.ts'
import { temporaryFolder } from './start.ts'

const faultsOf = (mapping: unknown): readonly string[] => {
  try {
    parseMapping(mapping)
  } catch (error) {
    if (!(error instanceof MappingInvalid)) throw error
    for (const { message, words } of error.faults) {
      expect(words.en).toBe(message)
      expect(words.vi, message).not.toBe(message) // each is told in both languages
    }
    return error.faults.map(({ path, message }) => `${path}: ${message}`)
  }
  return []
}
const product = (more: object = {}, fields: object = {}) => ({
  becomes: 'product',
  fields: { code: 'code', name: 'name', ...fields },
  ...more,
})
const opportunity = (fields: object, more: object = {}) => ({
  becomes: 'opportunity',
  fields: { title: 'x', ...fields },
  ...more,
})

describe('a mapping', () => {
  it('is filled in with what may be left out', () => {
    expect(parseMapping(product({ key: ['code'] }))).toEqual({
      becomes: 'product',
      key: [{ column: 'code', values: {} }],
      guarded: false,
      heading: 1,
      delimiter: ',',
      dateFormat: 'yyyy-MM-dd',
      emptyWords: [],
      new: 'create',
      fields: {
        code: { column: 'code', join: ' ', separator: ';', values: {}, whenInvalid: 'reject', round: false },
        name: { column: 'name', join: ' ', separator: ';', values: {}, whenInvalid: 'reject', round: false },
      },
    })
  })

  it.each([
    [
      'what a row becomes is not said',
      {},
      /^becomes: expected what a row becomes: product, staffMember, pipeline, contact, lead, opp/,
    ],
    ['a row becomes something else', { becomes: 'leads' }, /^becomes: expected what a row becomes/],
    ['it is no object', 'code', /^: expected an object/],
    ['it is nothing', null, /^: expected an object/],
    [
      'a field is required',
      { becomes: 'product', fields: { code: 'c' } },
      /^fields\.name: required: expected where it comes from/,
    ],
    ['the fields are missing', { becomes: 'product' }, /^fields: required: expected an object/],
    [
      'a field is unknown',
      product({}, { nam: 'n' }),
      /^fields\.nam: a product has no such field; the nearest is "name"$/,
    ],
    [
      'a field is unknown of a kind that begins with a vowel',
      { becomes: 'invoice', fields: { nam: 'n' } },
      /fields\.nam: an invoice has no such field/,
    ],
    [
      'a setting is unknown',
      product({ hedding: 2 }),
      /^hedding: there is no such setting here; the nearest is "heading"$/,
    ],
    [
      'a source has an unknown setting',
      product({}, { group: { column: 'g', valeus: {} } }),
      /^fields\.group\.valeus: .*"values"$/,
    ],
    ['a source is a number', product({}, { group: 5 }), /^fields\.group: expected where it comes from/],
    [
      'a source names no column',
      product({}, { group: {} }),
      /^fields\.group: expected one of `column`, `columns`, `first`, `earliest` and `latest`$/,
    ],
    [
      'a source names both',
      product({}, { group: { column: 'a', columns: ['b', 'c'] } }),
      /^fields\.group: expected one of/,
    ],
    [
      'empty cells are mended by values',
      product({}, { group: { column: 'g', values: { '': 'x' } } }),
      /^fields\.group\.values\.?: /,
    ],
    [
      'the range ends before it begins',
      product({ rows: { from: 9, to: 3 } }),
      /^rows: expected `from` not after `to`$/,
    ],
    ['the range ends above the headings', product({ heading: 4, rows: { to: 3 } }), /^rows\.to: expected a row below/],
    ['the range has no such row', product({ rows: { from: 0 } }), /^rows\.from: /],
    [
      'the signs of numbers are the same',
      product({ numbers: { decimal: ',', group: ',' } }),
      /^numbers: expected two different/,
    ],
    ['the delimiter is none', product({ delimiter: ':' }), /^delimiter: /],
    ['the date format lacks the year', product({ dateFormat: 'dd/MM' }), /^dateFormat: expected day, month and year/],
    ['the date format has YYYY', product({ dateFormat: 'DD/MM/YYYY' }), /^dateFormat: expected day, month and year/],
    [
      'a constant is no value of its field',
      opportunity({ status: { value: 'gone' } }),
      /^fields\.status\.value: expected open or won or lost/,
    ],
    [
      'a constant day is not one',
      opportunity({ openedOn: { value: '1/2/2017' } }),
      /^fields\.openedOn\.value: expected a day written as yyyy-MM-dd/,
    ],
    [
      'what empty cells get is no value',
      opportunity({ priority: { column: 'p', whenEmpty: 7 } }),
      /^fields\.priority\.whenEmpty: /,
    ],
    [
      'an own field has no proper name',
      opportunity({}, { custom: { 'Year of founding': 'y' } }),
      /^custom\.Year of founding: expected a name like favouriteColour$/,
    ],
    ['own fields are given to what has none', product({ custom: { year: 'y' } }), /^custom: there is no such setting/],
    ['the key is empty', product({ key: [] }), /^key: /],
  ])('is refused where %s', (_, mapping, expected) => {
    expect(faultsOf(mapping)).toContainEqual(expect.stringMatching(expected))
  })

  it('names every fault at once', () => {
    const mapping = { becomes: 'product', fields: { code: 'c', nmae: 'n' }, heading: 0, delimiter: ':' }
    expect(faultsOf(mapping).map(fault => fault.split(':')[0])).toEqual(
      expect.arrayContaining(['fields.name', 'fields.nmae', 'heading', 'delimiter']),
    )
  })

  it('is read from a file, which errors name', async () => {
    const folder = await temporaryFolder()
    const file = join(folder, 'products.mapping.json')
    await writeFile(file, `\uFEFF${JSON.stringify(product())}`)
    expect((await readMapping(file)).becomes).toBe('product')
    await writeFile(file, '{ "becomes": ')
    await expect(readMapping(file)).rejects.toThrow(/products\.mapping\.json: expected JSON: /)
    await expect(readMapping(join(folder, 'no.json'))).rejects.toThrow(/no\.json: there is no such file/)
    await expect(readMapping(folder)).rejects.toThrow(`${folder}: it is a folder: expected a JSON file`)
  })

  it('stands in docs/importing.md', async () => {
    const page = await readFile(join(import.meta.dirname, '../../../docs/importing.md'), 'utf8')
    const [, json = ''] = /```json\n([^`]+)```/.exec(page) ?? []
    expect(parseMapping(JSON.parse(json)).becomes).toBe('opportunity')
  })

  it('has a JSON Schema with every field described', () => {
    const schema = JSON.stringify(mappingJsonSchema())
    for (const { describe, fields } of describeForms()) {
      expect(schema).toContain(describe)
      for (const field of fields) expect(schema).toContain(JSON.stringify(field.describe).slice(1, -1))
    }
  })
})
