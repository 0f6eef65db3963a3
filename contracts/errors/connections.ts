import type { ErrorEntries } from './entry.ts'

/** Connections: refusals of a consent, then what ends or delays a sync. `failure` of a connection carries these codes. */
export const connectionsErrors = {
  connector_unavailable: {
    status: 422,
    sentence: 'This connector is not set up on this server.',
    next: 'Whoever runs the server adds the credentials named in details.',
  },
  consent_denied: {
    status: 403,
    sentence: 'Access was not granted at the provider.',
    next: 'Connect again and allow access, or ask somebody there who may.',
  },
  consent_unknown: {
    status: 400,
    sentence: 'This answer belongs to no connection that was begun here.',
    next: 'Begin again from Connectors, in the same browser.',
  },
  consent_expired: {
    status: 410,
    sentence: 'The consent took too long or was used already.',
    next: 'Begin again from Connectors.',
  },
  account_required: {
    status: 409,
    sentence: 'No organisation is chosen yet.',
    next: 'Choose which one to read.',
  },
  account_unknown: {
    status: 422,
    sentence: 'The consent does not cover that organisation.',
    next: 'Choose one of those in details, or connect again and tick it.',
  },
  account_differs: {
    status: 409,
    sentence: 'That is another organisation than before.',
    next: 'Choose the one from before, make a new connection, or confirm that both shall add up.',
  },
  sync_running: {
    status: 409,
    sentence: 'A sync is under way.',
    next: 'Wait for it or cancel it.',
  },
  consent_ended: {
    status: 409,
    sentence: 'Nobody has confirmed for more than six months that this connection may be read.',
    next: 'Confirm it on its page; reading then goes on by itself.',
  },
  connection_inactive: {
    status: 409,
    sentence: 'The connection is not active.',
    next: 'Finish connecting it, or reconnect it.',
  },
  reauthorise: {
    status: 409,
    sentence: 'The provider no longer accepts our access.',
    next: 'Reconnect it; nothing that was synced is lost.',
  },
  scopes_missing: {
    status: 409,
    sentence: 'The consent does not cover everything this needs.',
    next: 'Reconnect it and allow everything that is listed.',
  },
  provider_forbids: {
    status: 409,
    sentence: 'The provider does not allow this with the plan or rights of that account.',
    next: 'Switch this stream off, or raise the plan or rights at the provider.',
  },
  provider_down: {
    status: 503,
    sentence: 'The provider does not answer as it should.',
    next: 'Nothing to do: it is tried again by itself.',
  },
  provider_throttled: {
    status: 503,
    sentence: 'The provider asked us to wait.',
    next: 'Nothing to do: the run goes on by itself at the time named.',
  },
  provider_unreadable: {
    status: 503,
    sentence: 'The provider sent something that cannot be read.',
    next: 'Try again; if it stays, send us the reference of the run.',
  },
  layout_unknown: {
    status: 422,
    sentence: 'The report has a layout that is not known.',
    next: 'Use the standard layout at the provider, or send us the reference of the run.',
  },
} as const satisfies ErrorEntries
