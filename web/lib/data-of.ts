/** The part of a query's result that says what it has loaded. */
interface Loading<T> {
  readonly data: T | undefined
  readonly isPending: boolean
  /** It failed and there is nothing from before. */
  readonly isLoadingError: boolean
}

/**
 * What a query has loaded, by its latest answer or an earlier one; undefined while there is none. Only through here is `data` read: where
 * nothing has come yet, or the first answer failed, reading it would wait for the next answer, and the page around it would be gone meanwhile.
 */
export function dataOf<T>(query: Loading<T>): T | undefined {
  return query.isPending || query.isLoadingError ? undefined : query.data
}
