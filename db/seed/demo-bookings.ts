/** Who and what the demo studio books, and for when. Days are counted from the day on which it is made. */

const STUDIO_ZONE = 'Australia/Sydney'
const FAR_ZONE = 'Europe/London'

export interface DemoArtist {
  name: string
  kind: 'person' | 'room' | 'kit'
  headline: string
  timeZone: string
  skills: readonly (readonly [name: string, level: number])[]
  rate: readonly [amount: string, per: 'hour' | 'day'] | null
  capacity: number
}

const person = (
  name: string,
  headline: string,
  skills: DemoArtist['skills'],
  rate: string,
  timeZone = STUDIO_ZONE,
): DemoArtist => ({ kind: 'person', name, headline, timeZone, skills, rate: [rate, 'day'], capacity: 1 })
const thing = (
  kind: 'room' | 'kit',
  name: string,
  headline: string,
  rate: string,
  capacity = 1,
): DemoArtist => ({
  ...{ kind, name, headline, timeZone: STUDIO_ZONE, skills: [], rate: [rate, 'day'], capacity },
})

export const demoArtists: readonly DemoArtist[] = [
  person(
    'Ada Kovacs',
    'Photographer',
    [
      ['Food', 4],
      ['Lighting', 5],
      ['Retouching', 3],
    ],
    '1350',
  ),
  person(
    'Bo Tanaka',
    'Director',
    [
      ['Directing', 5],
      ['Editing', 3],
    ],
    '1800',
  ),
  person(
    'Ines Paredes',
    'Illustrator',
    [
      ['Illustration', 5],
      ['Packaging', 4],
    ],
    '620',
    FAR_ZONE,
  ),
  person(
    'Tomas Weller',
    'Motion designer',
    [
      ['Motion', 5],
      ['Editing', 4],
      ['Sound', 2],
    ],
    '980',
  ),
  person(
    'Yuki Mori',
    'Sound engineer',
    [
      ['Sound', 5],
      ['Mixing', 5],
    ],
    '840',
  ),
  person(
    'Priya Nair',
    'Editor',
    [
      ['Editing', 5],
      ['Grading', 4],
    ],
    '900',
  ),
  person(
    'Lachie Dunn',
    'Camera operator',
    [
      ['Camera', 5],
      ['Lighting', 3],
      ['Drone', 4],
    ],
    '780',
  ),
  person(
    'Mara Silva',
    'Stylist',
    [
      ['Styling', 5],
      ['Food', 5],
    ],
    '650',
  ),
  thing('room', 'Studio 1', 'Daylight, 90 m²', '480'),
  thing('room', 'Studio 2', 'Black box with rig', '420'),
  thing('kit', 'Camera kit A', 'Two bodies, six lenses', '190'),
  thing('kit', 'Edit desks', 'Four places', '80', 4),
]

/** Weekly hours, by name: days of the week and when they begin and end. Who is not named is open at any time. */
export const demoHours: Readonly<Record<string, { weekdays: readonly number[]; from: string; to: string }>> =
  {
    'Mara Silva': { weekdays: [2, 3, 4, 5, 6], from: '08:00', to: '16:00' },
    'Priya Nair': { weekdays: [1, 2, 3, 4], from: '10:00', to: '19:00' },
    'Studio 1': { weekdays: [1, 2, 3, 4, 5, 6, 7], from: '07:00', to: '22:00' },
  }
export const demoTimeOff = [{ artist: 'Mara Silva', title: 'Leave', days: [-1, 1] }] as const

type Way = 'hold' | 'pencil' | 'confirmed' | 'completed' | 'released' | 'cancelled'

export interface DemoBooking {
  artist: string
  title: string
  status: Way
  /** First and last day, counted from today; or hours of a day. */
  days?: readonly [first: number, last: number]
  hours?: readonly [day: number, from: string, to: string]
  notes?: string
}

export const demoBookings: readonly DemoBooking[] = [
  {
    artist: 'Ada Kovacs',
    title: 'Kelpline summer catalogue',
    status: 'confirmed',
    days: [-2, 1],
    notes: 'Torquay, crew of four. Call sheet the day before.',
  },
  { artist: 'Ada Kovacs', title: 'Saltbush display homes', status: 'hold', days: [3, 5] },
  { artist: 'Ada Kovacs', title: 'Pallet & Pine lookbook', status: 'completed', days: [-12, -10] },
  { artist: 'Bo Tanaka', title: 'Ferrous Coffee brand film', status: 'pencil', days: [0, 2] },
  { artist: 'Bo Tanaka', title: 'Kelpline launch spot', status: 'hold', days: [2, 6] },
  { artist: 'Ines Paredes', title: 'Lumenfold packaging, three sizes', status: 'confirmed', days: [-3, 2] },
  { artist: 'Ines Paredes', title: 'Marram invitations', status: 'released', days: [4, 5] },
  { artist: 'Tomas Weller', title: 'Bluegum explainer', status: 'confirmed', days: [-1, 1] },
  { artist: 'Tomas Weller', title: 'Quillwave titles', status: 'hold', days: [1, 3] },
  { artist: 'Tomas Weller', title: 'Saltbush walkthrough', status: 'hold', days: [2, 4] },
  { artist: 'Yuki Mori', title: 'Quillwave promo mix', status: 'pencil', hours: [0, '10:00', '16:30'] },
  { artist: 'Yuki Mori', title: 'Pallet & Pine podcast', status: 'confirmed', hours: [1, '09:00', '13:00'] },
  { artist: 'Yuki Mori', title: 'Ferrous voice-over', status: 'hold', hours: [1, '14:00', '17:00'] },
  { artist: 'Priya Nair', title: 'Saltbush edit', status: 'pencil', days: [1, 4] },
  { artist: 'Priya Nair', title: 'Bluegum fine cut', status: 'completed', days: [-9, -6] },
  { artist: 'Lachie Dunn', title: 'Ferrous recce', status: 'completed', days: [-2, -2] },
  { artist: 'Lachie Dunn', title: 'Kelpline', status: 'confirmed', days: [0, 0] },
  { artist: 'Lachie Dunn', title: 'Marram weddings', status: 'cancelled', days: [3, 4] },
  { artist: 'Mara Silva', title: 'Harbour dinners', status: 'confirmed', days: [7, 9] },
  { artist: 'Studio 1', title: 'Pallet & Pine podcast', status: 'confirmed', hours: [1, '08:00', '14:00'] },
  { artist: 'Studio 1', title: 'Quillwave promo mix', status: 'pencil', hours: [0, '09:00', '17:00'] },
  { artist: 'Studio 2', title: 'Bluegum explainer', status: 'confirmed', days: [-1, 1] },
  { artist: 'Camera kit A', title: 'Kelpline summer catalogue', status: 'confirmed', days: [-2, 1] },
  { artist: 'Edit desks', title: 'Saltbush edit', status: 'pencil', days: [1, 4] },
  { artist: 'Edit desks', title: 'Bluegum fine cut', status: 'confirmed', days: [0, 3] },
]
