/** What a person can do about a refusal is part of its definition, so no screen has to invent it. */
export interface ErrorEntry {
  status: 400 | 401 | 403 | 404 | 405 | 409 | 410 | 411 | 413 | 415 | 422 | 429 | 431 | 500 | 503
  sentence: string
  next: string
}

export type ErrorEntries = Record<string, ErrorEntry>
