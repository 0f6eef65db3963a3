import type { ErrorCode } from '../../contracts/errors.ts'
import type {
  ApplicantTold,
  SentApplication,
  WithdrawnApplication,
} from '../../contracts/job-applications.ts'
import type { PersonalFields, SealedPersonal } from '../../contracts/personal.ts'
import type { Result } from '../../contracts/result.ts'
import type { Board } from './service.ts'

/** A refusal that travels from one object to another. */
export interface DeskRefusal {
  code: ErrorCode
  details?: unknown
}

/** What the object of another workspace takes in from somebody who is no member there, and what it is told for one who is. */
export interface JobDesk {
  receiveApplication(sent: SentApplication): Promise<Result<null, DeskRefusal>>
  withdrawApplication(asked: WithdrawnApplication): Promise<Result<null, DeskRefusal>>
  tellApplicant(asked: ApplicantTold): Promise<void>
}

/** What features with something on the board need of the object besides its host. */
export interface BoardHost {
  board: Board
  /** Carries a change out and copies to the control plane what it moved; what cannot be copied now is tried again. */
  changed(work: () => Promise<Response>): Promise<Response>
  desk(tenantId: string): JobDesk
  seal(of: string, fields: PersonalFields): Promise<SealedPersonal>
  /** In the order asked; null: the person erased their account. */
  open(sealed: readonly SealedPersonal[]): Promise<(PersonalFields | null)[]>
}
