import { expect, it } from 'vitest'
import { placeOf, placeText } from './place.ts'

it('[PJ47] a place is told in one text and read back as it was', () => {
  const path = '/studio/projects/01900000-0000-7000-8000-000000000001'
  for (const place of [
    { path, record: null, isEditing: false },
    { path, record: 'task:1', isEditing: false },
    { path, record: 'task:1', isEditing: true },
  ])
    expect(placeOf(placeText(place))).toEqual(place)
  const long = placeText({ path, record: 'x'.repeat(200), isEditing: false })
  expect(placeOf(long)).toEqual({ path, record: null, isEditing: false })
})
