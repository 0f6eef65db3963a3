import { expect, it } from 'vitest'
import { SearchHit } from '../../../contracts/search.ts'
import { foundGroups } from './found.ts'

const id = (n: number) => `01900000-0000-7000-8000-00000000000${n}`
const hit = (fields: object) => SearchHit.parse({ id: id(1), title: 'Nova', ...fields })
const person = hit({ kind: 'artist', artistKind: 'person', headline: null, isArchived: false })
const company = hit({ kind: 'client', id: id(2), title: 'Nova & Co', industry: 'Music', isArchived: true })
const plan = hit({ kind: 'project', id: id(5), status: 'active', isArchived: false })
const step = hit({
  ...{
    kind: 'task',
    id: id(6),
    title: 'Nova edit',
    taskKind: 'task',
    projectId: id(5),
    projectName: 'Nova film',
  },
  ...{ startTime: '2027-05-05T08:00:00Z', endTime: '2027-05-06T16:00:00Z', timeZone: 'Europe/London' },
  ...{ isDone: true, isArchived: false },
})
const job = hit({
  kind: 'job',
  id: id(7),
  ...{ place: 'Lisbon', days: { from: '2027-05-05', to: '2027-05-06' }, isClosed: true },
})
const tour = hit({
  kind: 'booking',
  id: id(3),
  title: 'Nova tour',
  artistName: 'Ada',
  status: 'confirmed',
  startTime: '2027-05-04T23:00:00Z',
  endTime: '2027-05-06T23:00:00Z',
  days: { from: '2027-05-05', to: '2027-05-06' },
  timeZone: 'Europe/London',
})

it('[SR8] shows what was found by kind, the kind of the best one first', () => {
  const groups = foundGroups(
    [tour, person, { ...tour, id: hit({ ...tour, id: id(4) }).id } as SearchHit],
    'studio',
  )
  expect(groups.map(({ title, items }) => [title, items.length])).toEqual([
    ['Bookings', 2],
    ['Artists', 1],
  ])
})

it('[SR8] says what tells a record from others, and leads to it', () => {
  const [bookings, artists, clients] = foundGroups([tour, person, company], 'studio')
  expect(bookings?.items).toEqual([
    {
      id: `booking:${id(3)}`,
      title: 'Nova tour',
      detail: 'Confirmed · Wed 5 – Thu 6 May · Ada',
      href: `/studio/bookings?at=2027-05-05&open=booking:${id(3)}`,
    },
  ])
  expect(artists?.items[0]).toMatchObject({ detail: 'Person', href: `/studio/artists/${id(1)}` })
  expect(clients?.items[0]).toMatchObject({
    detail: 'Archived · Music',
    href: '/studio/clients?q=Nova+%26+Co&archived=all',
  })
  const [jobs] = foundGroups([job], 'studio')
  expect(jobs).toEqual({
    title: 'Jobs',
    items: [
      {
        id: `job:${id(7)}`,
        title: 'Nova',
        detail: 'Closed · Wed 5 – Thu 6 May · Lisbon',
        href: `/studio/jobs/${id(7)}`,
      },
    ],
  })
  const [projects, tasks] = foundGroups([plan, step], 'studio')
  expect(projects?.items[0]).toMatchObject({ detail: 'Active', href: `/studio/projects/${id(5)}` })
  expect(tasks?.items[0]).toMatchObject({
    detail: 'Done · Wed 5 – Thu 6 May · Nova film',
    href: `/studio/projects/${id(5)}?open=task:${id(6)}`,
  })
})

it('[JB40] shows jobs of others under a heading of their own, each with who posts it', () => {
  const listing = hit({
    ...{ kind: 'listing', id: id(8), title: 'Nova stills', workspaceName: 'Kelp & Co', place: null },
    days: { from: '2027-05-05', to: '2027-05-06' },
  })
  expect(foundGroups([job, listing], 'studio')).toMatchObject([
    { title: 'Jobs' },
    {
      title: 'Jobs on the board',
      items: [
        {
          id: `listing:${id(8)}`,
          title: 'Nova stills',
          detail: 'Kelp & Co · Wed 5 – Thu 6 May',
          href: `/studio/jobs/${id(8)}`,
        },
      ],
    },
  ])
})
