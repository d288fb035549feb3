// Which currencies a sign or a word beside an amount can mean. What signs there are, ICU knows.
/** @property named the currency that the sign means where nothing else says one; null where it would be a guess */
export interface CurrencySign {
  readonly named: string | null
  /** Every currency that is written with it. */
  readonly fits: ReadonlySet<string>
}

/** What people write and ICU does not, in capitals. */
const alsoWritten: Readonly<Record<string, string>> = {
  Đ: 'VND',
  VNĐ: 'VND',
  ĐỒNG: 'VND',
  DONG: 'VND',
  US$: 'USD',
  AU$: 'AUD',
  C$: 'CAD',
  S$: 'SGD',
}

const only = (currency: string): CurrencySign => ({ named: currency, fits: new Set([currency]) })

const signOf = (currency: string, currencyDisplay: 'symbol' | 'narrowSymbol'): string =>
  new Intl.NumberFormat('en', { style: 'currency', currency, currencyDisplay })
    .formatToParts(0)
    .find(({ type }) => type === 'currency')?.value ?? currency

const build = (): ReadonlyMap<string, CurrencySign> => {
  const currencies = Intl.supportedValuesOf('currency')
  const fitting = new Map<string, Set<string>>()
  for (const currency of currencies) {
    const sign = signOf(currency, 'narrowSymbol')
    // A mere letter, as K for kyat, may be short for something else.
    if (!/\p{Sc}/u.test(sign)) continue
    fitting.set(sign, (fitting.get(sign) ?? new Set()).add(currency))
  }
  // `A$` is one currency's alone, and so `$` is the dollar that ICU calls by nothing else.
  const alone = new Map(currencies.map(currency => [signOf(currency, 'symbol'), currency]))
  const signs = new Map([...alone].map(([sign, currency]) => [sign, only(currency)]))
  for (const [sign, fits] of fitting) {
    const [first = null] = fits
    signs.set(sign, { named: alone.get(sign) ?? (fits.size === 1 ? first : null), fits })
  }
  for (const currency of currencies) signs.set(currency, only(currency))
  for (const [sign, currency] of Object.entries(alsoWritten)) signs.set(sign, only(currency))
  return signs
}

let known: ReadonlyMap<string, CurrencySign> | undefined

/**
 * What a sign or a word beside an amount means; undefined for what is none of a currency.
 * @example currencySign('$') // { named: 'USD', fits: USD, AUD, CAD, SGD … }
 * @example currencySign('đ') // { named: 'VND', fits: VND }
 */
export const currencySign = (written: string): CurrencySign | undefined => {
  known ??= build()
  return known.get(written) ?? known.get(written.normalize('NFC').toUpperCase())
}
