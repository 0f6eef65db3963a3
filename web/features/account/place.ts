import type { Place } from '../../../contracts/session.ts'
import { LOCALE } from '../../lib/i18n.ts'

const countries = new Intl.DisplayNames(LOCALE, { type: 'region', fallback: 'code' })

/** `Sydney, Australia`, or the country alone. */
export function placeText(place: Place): string {
  const country = countries.of(place.country) ?? place.country
  return place.city === null ? country : `${place.city}, ${country}`
}
