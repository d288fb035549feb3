/**
 * What was expected, in words, from what zod says of it in signs.
 * @example expectedIn('Too big: expected string to have <=200 characters') // 'expected at most 200 characters'
 */
export const expectedIn = (message = 'expected another value'): string =>
  message
    .replace(/^(?:Invalid (?:input|option)|Too (?:big|small)): /, '')
    .replace(/^expected (?:string|array|record) to have >=1 (?:characters|items|entries)$/, 'expected a value')
    .replace(/^expected (?:string|array|record) to have <=/, 'expected at most ')
    .replace(/^expected (?:string|array|record) to have >=/, 'expected at least ')
    .replace(/^expected (?:number|int) to be <=/, 'expected a number of at most ')
    .replace(/^expected (?:number|int) to be >=/, 'expected a number of at least ')
