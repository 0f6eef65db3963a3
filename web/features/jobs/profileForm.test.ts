import { expect, it } from 'vitest'
import { ArtistProfileView, CreateArtistProfile } from '../../../contracts/artist-profiles.ts'
import { profileOf, valuesOf } from './profileForm.ts'

const defaults = { name: 'Ines', timeZone: 'Europe/Lisbon', currency: 'EUR' }

it('[JB8] keeps everything of a profile that its page does not show', () => {
  const profile = ArtistProfileView.parse({
    ...profileOf(valuesOf(null, defaults), null),
    id: '01900000-0000-7000-8000-000000000001',
    ...{ isOwn: true, version: 1, createdAt: '2026-01-01T00:00:00Z', visibility: 'public' },
    rates: [
      { amount: '280', currency: 'EUR', per: 'day' },
      { amount: '45', currency: 'EUR', per: 'hour' },
    ],
    experience: [
      {
        title: 'Tour',
        organisation: null,
        from: '2024-01',
        to: null,
        skills: ['Sound', 'Light'],
        notes: 'x',
      },
    ],
  })
  const again = CreateArtistProfile.parse(profileOf(valuesOf(profile, defaults), profile))
  // Works are kept one by one, not with the form.
  const { id: _id, isOwn: _own, version: _version, createdAt: _since, portfolio: _works, ...said } = profile
  expect(again).toEqual(said)
})

it('[JB8] sends what is typed wrongly as something the contract refuses', () => {
  const values = { ...valuesOf(null, defaults), maxDaysPerWeek: 'five', amount: '1,50' }
  const issues = CreateArtistProfile.safeParse(profileOf(values, null)).error?.issues ?? []
  expect(issues.map(({ path }) => path[0]).sort()).toEqual(['preferences', 'rates'])
})
