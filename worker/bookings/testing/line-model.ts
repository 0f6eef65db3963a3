import { doesBlock, isOpen, transitions } from '../../../contracts/booking-states.ts'
import type { BookingStatus } from '../../../contracts/bookings.ts'

/** A booking as the model knows it: days are numbers, `places` says the number it drew for each of its days. */
export interface Kept {
  id: string
  artist: number
  status: BookingStatus
  from: number
  to: number
  places: Map<number, number>
  /** Percent of the artist's time. */
  share: number
  isExtended: boolean
  isAskedFirst: boolean
}

/** When and of whom, and how much. */
export interface Wish {
  artist: number
  from: number
  to: number
  share: number
}

type Answer = string

const WHOLE = 100

const daysOf = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i)
const blocks = ({ status }: Kept): boolean => doesBlock(status, ['pencil'])
const waits = ({ status }: Kept): boolean => status === 'hold' || status === 'pencil'

/**
 * The line as one would explain it on a whiteboard: for each day of an artist those who want it, by the numbers they drew. Time acts at
 * once in it, whereas the rows wait for the next command; only who is asked first is said by that command.
 */
export class LineModel {
  readonly all: Kept[] = []
  /** Who asked whom to decide. */
  private asked: { by: string; of: string }[] = []
  /** What time ended and no command has seen yet. */
  private unseen: { id: string; isLapse: boolean }[] = []
  private drawn = 0
  /** How many may share each artist. */
  private readonly capacities: readonly number[]

  constructor(capacities: readonly number[]) {
    this.capacities = capacities
  }

  find = (id: string): Kept | undefined => this.all.find((one) => one.id === id)

  /** Those who want a day, in their order. */
  lineOn(artist: number, day: number): Kept[] {
    return this.all
      .filter((one) => one.artist === artist && isOpen(one.status) && one.places.has(day))
      .sort((a, b) => (a.places.get(day) ?? 0) - (b.places.get(day) ?? 0))
  }

  rankOn = (one: Kept, day: number): number => 1 + this.lineOn(one.artist, day).indexOf(one)

  /** Those who wait and are not first on one of their days. */
  behind = (): Kept[] =>
    this.all.filter((one) => waits(one) && [...one.places.keys()].some((day) => this.rankOn(one, day) > 1))

  /** Those who wait and stand before one on a day of its. */
  aheadOf = (one: Kept): Kept[] => [
    ...new Set(
      [...one.places.keys()].flatMap((day) =>
        this.lineOn(one.artist, day)
          .slice(0, this.rankOn(one, day) - 1)
          .filter(waits),
      ),
    ),
  ]

  openChallenges = () => [...this.asked]

  /** Those who keep any of the days, where on one of them they leave no room; none where there is room on every day. */
  rivalsOf({ artist, from, to, share }: Wish, except: string | null): Kept[] {
    const keeping = daysOf(from, to).map((day) =>
      this.lineOn(artist, day).filter((one) => blocks(one) && one.id !== except),
    )
    const taken = (some: readonly Kept[]) => some.reduce((sum, one) => sum + one.share, 0)
    const room = WHOLE * (this.capacities[artist] ?? 1)
    return keeping.some((some) => taken(some) + share > room) ? [...new Set(keeping.flat())] : []
  }

  /** One that waits without keeping its time, and finds no room in it. */
  isTaken = (one: Kept): boolean => waits(one) && !blocks(one) && this.rivalsOf(one, one.id).length > 0

  /** Whether several keep the same day, each a part of it. */
  isShared = (artist: number): boolean =>
    this.all.some((one) =>
      [...one.places.keys()].some(
        (day) => one.artist === artist && this.lineOn(artist, day).filter(blocks).length > 1,
      ),
    )

  /** The place that a new hold would have: the worst of its days. */
  placeOfNew = (artist: number, from: number, to: number, except: string | null): number =>
    Math.max(
      ...daysOf(from, to).map((day) => 1 + this.lineOn(artist, day).filter(({ id }) => id !== except).length),
    )

  /** Carries a command out, or leaves all as it was where it is refused. */
  private attempt(artists: readonly number[], work: () => Answer): Answer {
    const before = this.all.map((one) => ({ ...one, places: new Map(one.places) }))
    const [asked, unseen] = [[...this.asked], [...this.unseen]]
    this.see(artists)
    const answer = work()
    if (answer === 'ok') {
      this.endChallenges()
      return answer
    }
    this.all.splice(0, this.all.length, ...before)
    this.asked = asked
    this.unseen = unseen
    return answer
  }

  /** Those who have become first because of what time ended are asked first from now on. */
  private see(artists: readonly number[]): void {
    const seen = this.unseen.filter(({ id }) => artists.includes(this.find(id)?.artist ?? -1))
    this.unseen = this.unseen.filter((one) => !seen.includes(one))
    const goneOf = (isLapse: boolean) =>
      seen.filter((one) => one.isLapse === isLapse).flatMap(({ id }) => this.find(id) ?? [])
    this.moveUp(goneOf(false))
    for (const one of goneOf(true)) this.moveUp([one])
  }

  /** Asks those first who stand first on a day where somebody who left stood before them. `left` is given as it was. */
  private moveUp(left: readonly Kept[]): void {
    for (const gone of left)
      for (const [day, number] of gone.places) {
        const [first] = this.lineOn(gone.artist, day).filter(({ id }) => id !== gone.id)
        const isLeft =
          this.find(gone.id)?.artist !== gone.artist ||
          !this.lineOn(gone.artist, day).some(({ id }) => id === gone.id)
        if (first && isLeft && waits(first) && (first.places.get(day) ?? 0) > number)
          first.isAskedFirst = true
      }
  }

  private endChallenges(): void {
    this.asked = this.asked.filter(({ by, of }) => {
      const [mine, theirs] = [this.find(by), this.find(of)]
      if (!mine || !theirs || !isOpen(mine.status) || !waits(theirs)) return false
      return mine.artist === theirs.artist && mine.from < theirs.to && theirs.from < mine.to
    })
  }

  /** Whether others leave room on the days, and nobody who is asked first stands before the number drawn for one of them. */
  private roomFor(wish: Wish, places: ReadonlyMap<number, number>, id: string): Answer {
    if (this.rivalsOf(wish, id).length > 0) return 'booking_conflict'
    const others = [...places].flatMap(([day, number]) =>
      this.lineOn(wish.artist, day)
        .filter((one) => one.id !== id)
        .map((one) => ({ one, isBefore: (one.places.get(day) ?? 0) < number })),
    )
    return others.some(({ one, isBefore }) => isBefore && one.isAskedFirst) ? 'first_refusal' : 'ok'
  }

  book(id: string, wish: Wish, status: BookingStatus): Answer {
    const { artist, from, to } = wish
    return this.attempt([artist], () => {
      this.drawn += 1
      const places = new Map(daysOf(from, to).map((day) => [day, this.drawn]))
      const made = { id, ...wish, status, places, isExtended: false, isAskedFirst: false }
      const room = blocks(made) ? this.roomFor(wish, places, id) : 'ok'
      if (room === 'ok') this.all.push(made)
      return room
    })
  }

  /** What a command on one booking is refused with because somebody's picture of it is old; null when it is not. */
  private stale(id: string): Kept | null {
    return this.unseen.some((one) => one.id === id) ? null : (this.find(id) ?? null)
  }

  /** Without a share it keeps its own. */
  move(id: string, { artist, from, to, ...said }: Omit<Wish, 'share'> & { share: number | null }): Answer {
    const known = this.stale(id)
    const home = this.find(id)?.artist ?? artist
    return this.attempt([home, artist], () => {
      if (known === null) return 'stale_version'
      const one = this.find(id)
      if (one === undefined || !isOpen(one.status)) return 'booking_ended'
      const before = { ...one, places: new Map(one.places) }
      const wish = { artist, from, to, share: said.share ?? one.share }
      const stays = artist === one.artist && from === one.from && to === one.to
      if (!stays) this.drawn += 1
      const places = new Map(
        daysOf(from, to).map((day) => [day, (artist === one.artist && one.places.get(day)) || this.drawn]),
      )
      // Where it stays and takes no more, nobody has less room than before.
      const isAsked = blocks(one) && (!stays || wish.share > one.share)
      const room = isAsked ? this.roomFor(wish, places, id) : 'ok'
      if (room !== 'ok') return room
      Object.assign(one, { ...wish, places })
      if (!stays) this.moveUp([before])
      return 'ok'
    })
  }

  go(id: string, to: BookingStatus): Answer {
    const known = this.stale(id)
    return this.attempt([this.find(id)?.artist ?? -1], () => {
      if (known === null) return 'stale_version'
      const one = this.find(id)
      if (one === undefined) return 'not_found'
      if (one.status === to) return 'ok'
      if (transitions[one.status].length === 0) return 'booking_ended'
      if (!transitions[one.status].includes(to)) return 'transition_refused'
      const room = doesBlock(to, ['pencil']) && !blocks(one) ? this.roomFor(one, one.places, id) : 'ok'
      if (room !== 'ok') return room
      one.status = to
      if (!isOpen(to)) this.moveUp([one])
      return 'ok'
    })
  }

  extend(id: string): Answer {
    const known = this.stale(id)
    return this.attempt([this.find(id)?.artist ?? -1], () => {
      if (known === null) return 'stale_version'
      const one = this.find(id)
      if (one?.status !== 'hold') return 'transition_refused'
      if (one.isExtended) return 'already_extended'
      one.isExtended = true
      return 'ok'
    })
  }

  challenge(id: string): Answer {
    return this.attempt([this.find(id)?.artist ?? -1], () => {
      const one = this.find(id)
      if (one === undefined || !waits(one)) return 'challenge_refused'
      const before = [...one.places].flatMap(([day, number]) =>
        this.lineOn(one.artist, day)
          .filter((other) => waits(other) && (other.places.get(day) ?? 0) < number)
          .map((other) => ({ id: other.id, number: other.places.get(day) ?? 0 })),
      )
      const first = before.sort((a, b) => a.number - b.number)[0]
      if (first === undefined || this.asked.some(({ of }) => of === first.id)) return 'challenge_refused'
      this.asked.push({ by: id, of: first.id })
      return 'ok'
    })
  }

  withdraw(id: string): Answer {
    return this.attempt([this.find(id)?.artist ?? -1], () => {
      const open = this.asked.find(({ by }) => by === id)
      if (open === undefined) return 'challenge_refused'
      this.asked = this.asked.filter((one) => one !== open)
      return 'ok'
    })
  }

  /** Puts one that waits right before others that wait, on the days they share: before one that is named, or before all. */
  rank(id: string, before: string | null): Answer {
    const known = this.stale(id)
    return this.attempt([this.find(id)?.artist ?? -1], () => {
      if (known === null) return 'stale_version'
      const one = this.find(id)
      if (one === undefined || !waits(one)) return 'rank_refused'
      let isMoved = false
      for (const [day, number] of one.places) {
        const ahead = this.lineOn(one.artist, day).filter(
          (other) =>
            waits(other) && (before === null || other.id === before) && (other.places.get(day) ?? 0) < number,
        )
        const [first] = ahead
        if (first === undefined) continue
        const place = first.places.get(day) ?? 0
        const numbers = this.all
          .filter((other) => other.artist === one.artist && isOpen(other.status))
          .flatMap((other) => [...other.places.values()])
        const last = Math.max(-1e6, ...numbers.filter((other) => other < place))
        one.places.set(day, (last + place) / 2)
        isMoved = true
      }
      return isMoved ? 'ok' : 'rank_refused'
    })
  }

  /** Somebody looks at all lines. */
  sweep = (): Answer =>
    this.attempt(
      this.all.map(({ artist }) => artist),
      () => 'ok',
    )

  runOut(id: string): void {
    this.end(id, 'expired', false)
  }

  /** Nobody has answered a challenge in time. */
  lapse(of: string): void {
    this.end(of, 'released', true)
  }

  private end(id: string, status: BookingStatus, isLapse: boolean): void {
    const one = this.find(id)
    if (one === undefined) throw new Error(`no booking ${id}`)
    one.status = status
    this.unseen.push({ id, isLapse })
    this.endChallenges()
  }

  firstRefusalsPass(): void {
    for (const one of this.all) one.isAskedFirst = false
  }
}
