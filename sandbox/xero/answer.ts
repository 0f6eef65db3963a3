import { randomUUID } from 'node:crypto'

/** What goes back over the wire; `body` is the whole of it. */
export interface Answer {
  status: number
  headers: Record<string, string>
  body: string
}

export const jsonAnswer = (status: number, value: unknown, headers: Record<string, string> = {}): Answer => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  body: JSON.stringify(value),
})

export const htmlAnswer = (status: number, body: string, headers: Record<string, string> = {}): Answer => ({
  status,
  headers: { 'content-type': 'text/html; charset=utf-8', ...headers },
  body,
})

export const emptyAnswer = (status: number, headers: Record<string, string> = {}): Answer => ({
  status,
  headers,
  body: '',
})

/** The problem that Xero's gateway answers before the Accounting API is reached. */
export const gatewayProblem = (
  status: number,
  title: string,
  detail: string,
  headers: Record<string, string> = {},
): Answer =>
  jsonAnswer(
    status,
    { Type: null, Title: title, Status: status, Detail: detail, Instance: randomUUID(), Extensions: {} },
    headers,
  )

/** No refresh mends it: the scope is missing, or the app's tier does not include the endpoint. */
export const authorizationUnsuccessful = (): Answer =>
  gatewayProblem(401, 'Unauthorized', 'AuthorizationUnsuccessful', {
    'www-authenticate': 'insufficient_scope',
  })

/** Throttled; `retryAfter` is a number of seconds or an HTTP date. */
export const throttled = (problem: string, retryAfter: string): Answer =>
  emptyAnswer(429, { 'retry-after': retryAfter, 'x-rate-limit-problem': problem })

/** A refusal of the Accounting API itself. */
export const validationProblem = (message: string, type = 'ValidationException', number = 10): Answer =>
  jsonAnswer(400, { ErrorNumber: number, Type: type, Message: message })
