import type { CreateArtistProfile } from '../../contracts/artist-profiles.ts'
import { addDays } from '../../contracts/days.ts'
import type { CreateJob } from '../../contracts/jobs.ts'
import type { Principal } from '../../contracts/principal.ts'
import type { EdgeDeps } from './deps.ts'

/** Somebody of a workspace of the demo, by whom its rows are made as by anybody else. */
export interface DemoOwner {
  id: string
  name: string
  tenantId: string
}

type Skills = [name: string, need: 'must' | 'nice', level: number][]
type Draft = Pick<CreateJob, 'title' | 'description' | 'place' | 'isRemote'> & {
  skills: Skills
  rate: [amount: string, per: 'hour' | 'day'] | null
  /** Days from today. */
  days: [from: number, to: number]
  until: number
}

const listings: readonly Draft[] = [
  {
    title: 'Food photographer for a winter menu',
    description:
      'Two chefs, forty plates and one long table by the window. We style, you light and shoot.\nBring your own tethered set-up.',
    place: 'Sydney',
    isRemote: false,
    skills: [
      ['Food', 'must', 4],
      ['Lighting', 'must', 3],
      ['Retouching', 'nice', 3],
    ],
    rate: ['1450', 'day'],
    days: [24, 26],
    until: 14,
  },
  {
    title: 'Drone pilot for a harbour film',
    description:
      'Sunrise over the heads, three mornings, weather permitting. A licence for the harbour is needed.',
    place: 'Sydney',
    isRemote: false,
    skills: [
      ['Drone', 'must', 4],
      ['Colour grading', 'nice', 2],
    ],
    rate: ['180', 'hour'],
    days: [31, 33],
    until: 20,
  },
  {
    title: 'Retoucher for a jewellery catalogue',
    description: 'Three hundred pieces on white. Files arrive by the day, and so do our notes.',
    place: null,
    isRemote: true,
    skills: [
      ['Retouching', 'must', 4],
      ['Product', 'nice', 3],
    ],
    rate: ['620', 'day'],
    days: [12, 22],
    until: 9,
  },
  {
    title: 'Sound recordist, two days of interviews',
    description: 'Six people in a small library. Quiet shoes, please.',
    place: 'Melbourne',
    isRemote: false,
    skills: [['Sound', 'must', 3]],
    rate: ['780', 'day'],
    days: [40, 41],
    until: 28,
  },
]

const ownListing: Draft = {
  title: 'Assistant for a fashion week',
  description: 'Carry, charge, label and smile. Five days, early starts, good lunches.',
  place: 'Sydney',
  isRemote: false,
  skills: [
    ['Lighting', 'must', 2],
    ['Retouching', 'nice', 2],
  ],
  rate: ['420', 'day'],
  days: [45, 49],
  until: 30,
}

/** Who keeps the demo workspace has a profile in it, so that the board says how they fit. */
const ownProfile: CreateArtistProfile = {
  name: 'Dana Finch',
  headline: 'Food and product photographer',
  about: 'Fifteen years of plates, bottles and the people behind them.',
  place: 'Sydney',
  timeZone: 'Australia/Sydney',
  skills: [
    { name: 'Food', level: 5 },
    { name: 'Lighting', level: 4 },
    { name: 'Retouching', level: 3 },
  ],
  experience: [
    {
      title: 'Owner and photographer',
      organisation: 'Harbour & Finch',
      from: '2016-02',
      to: null,
      skills: ['Food', 'Lighting'],
      notes: null,
    },
  ],
  rates: [{ amount: '1400', currency: 'AUD', per: 'day' }],
  preferences: { noticeDays: 7, maxDaysPerWeek: 4, travelRadiusKm: 60 },
  busy: [],
  visibility: 'private',
}

const applicant: CreateArtistProfile = {
  ...ownProfile,
  name: 'Mika Sato',
  headline: 'Camera and lighting assistant',
  about: 'I run the stage at Northlight and like to be on somebody else’s now and then.',
  skills: [
    { name: 'Lighting', level: 4 },
    { name: 'Retouching', level: 2 },
  ],
  experience: [
    {
      title: 'Stage manager',
      organisation: 'Northlight Events',
      from: '2021-05',
      to: null,
      skills: ['Lighting'],
      notes: null,
    },
  ],
  rates: [{ amount: '450', currency: 'AUD', per: 'day' }],
  visibility: 'public',
}

/** One call as its owner makes it. What is there already is refused, and stays. */
async function send(deps: EdgeDeps, by: DemoOwner, path: string, body: object): Promise<void> {
  const principal: Principal = {
    ...{ v: 1, kind: 'person', id: by.id, name: by.name, tenantId: by.tenantId, role: 'owner' },
    ...{ clients: 'all', credentialId: 'demo', memberVersion: Number.MAX_SAFE_INTEGER },
  }
  const answer = await deps.openTenant(by.tenantId).call(principal, {
    ...{ v: 1, method: 'POST', path: `/api/v1${path}`, headers: { 'content-type': 'application/json' } },
    body: new TextEncoder().encode(JSON.stringify(body)),
    ...{ commandId: deps.newId(), requestId: deps.newId() },
  })
  if (answer.status !== 201 && answer.status !== 409)
    throw new Error(`${path} of the demo: ${answer.status} ${String(answer.body)}`)
}

/** Ids of a month: the demo has new jobs each month, and those of the last one run out. */
const idOf = (today: string, no: number) =>
  `01900000-0000-7000-8000-${today.slice(0, 7).replace('-', '')}${String(no).padStart(6, '0')}`

function jobOf({ skills, rate, days, until, ...said }: Draft, today: string, id: string) {
  return {
    ...said,
    id,
    skills: skills.map(([name, need, level]) => ({ name, need, level })),
    rate: rate === null ? null : { amount: rate[0], currency: 'AUD', per: rate[1] },
    days: { from: addDays(today, days[0]), to: addDays(today, days[1]) },
    deadline: { day: addDays(today, until), timeZone: 'Australia/Sydney' },
  }
}

/** Jobs of two workspaces, the profiles of their owners, and one application from the second to the first. */
export async function seedJobs(deps: EdgeDeps, first: DemoOwner, second: DemoOwner): Promise<void> {
  const today = deps.now().toISOString().slice(0, 10)
  for (const [no, draft] of listings.entries())
    await send(deps, second, '/jobs', jobOf(draft, today, idOf(today, no + 1)))
  const own = jobOf(ownListing, today, idOf(today, 0))
  await send(deps, first, '/jobs', own)
  await send(deps, first, '/artist-profiles', ownProfile)
  await send(deps, second, '/artist-profiles', applicant)
  await send(deps, second, `/jobs/${own.id}/applications`, {
    message: 'Fashion week is my favourite week. I am around the corner and bring my own gloves.',
  })
}
