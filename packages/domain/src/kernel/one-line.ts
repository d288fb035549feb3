const blanks = /\s+/gu

/**
 * A name or a key as it is compared: in Unicode NFC, on one line, with single blanks and none around it. Files have line breaks inside
 * a name, and no-break spaces; two that differ in those only are the same.
 * @example oneLine(' Công ty\nAn  Bình ') // 'Công ty An Bình'
 */
export const oneLine = (text: string): string => text.normalize('NFC').replaceAll(blanks, ' ').trim()
