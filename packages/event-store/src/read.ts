// What a reader may ask for, checked alike by every store.

/**
 * @param name of the option, for the message
 * @throws RangeError when it is not 0, 1, 2 …
 */
const checkCount = (name: string, least: number, value: number | undefined): void => {
  if (value === undefined || (Number.isSafeInteger(value) && value >= least)) return
  throw new RangeError(`'${name}' is a whole number from ${String(least)}; what was given is not`)
}

/** @throws RangeError for a revision or a limit that is not 0, 1, 2 … */
export const checkRead = ({
  from,
  limit,
}: {
  readonly from?: number | undefined
  readonly limit?: number | undefined
}): void => {
  checkCount('from', 0, from)
  checkCount('limit', 0, limit)
}

/** @throws RangeError for a page size that is not 1, 2, 3 … */
export const checkPageSize = (pageSize: number): void => {
  checkCount('pageSize', 1, pageSize)
}
