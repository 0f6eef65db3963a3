import type { StandardFormula, StandardSet } from './standard.ts'

/** What rows of a kind count, in the words of the catalogue. */
const ofKind = (...kinds: string[]) => ({ kind: kinds })

/** What bookings say of how a workspace books. Lengths of time are seconds. */
export const BOOKINGS: StandardSet = {
  table: 'work_facts',
  dimensions: ['Artist', 'Skill', 'Project'],
  wanted: [
    {
      key: 'bookings_created',
      label: 'Bookings created',
      direction: 'up',
      filters: ofKind('booking_created'),
      description: 'Bookings made, whatever their status, on the day they were made.',
    },
    {
      key: 'booking_lead_time',
      label: 'Mean lead time',
      direction: 'neutral',
      unit: 'duration',
      aggregation: 'avg',
      column: 'lead_seconds',
      filters: ofKind('booking_created'),
      description: 'From the day a booking was made to its start, the mean of the bookings made.',
    },
    {
      key: 'booking_length',
      label: 'Mean booking length',
      direction: 'neutral',
      unit: 'duration',
      aggregation: 'avg',
      column: 'seconds',
      filters: ofKind('booking_created'),
      description: 'From start to end as it was booked, the mean of the bookings made.',
    },
    {
      key: 'booking_conflicts',
      label: 'Conflicts refused',
      direction: 'down',
      filters: ofKind('booking_refused'),
      description: 'Calls that were refused because others had the time, on the day they were made.',
    },
    {
      key: 'holds_confirmed',
      label: 'Holds confirmed',
      direction: 'up',
      filters: ofKind('hold_confirmed'),
      description: 'Holds and pencils that were confirmed, on the day of that.',
    },
    {
      key: 'holds_ended',
      label: 'Holds decided',
      direction: 'neutral',
      filters: ofKind('hold_confirmed', 'hold_lost'),
      description: 'Holds and pencils that were confirmed, or ended without it.',
    },
  ],
  formulas: (keyOf): StandardFormula[] => [
    {
      key: 'hold_to_confirm',
      label: 'Hold to confirm',
      formula: `${keyOf('holds_confirmed')} / ${keyOf('holds_ended')} * 100`,
      description: 'Of the holds and pencils that were decided, how many were confirmed.',
    },
  ],
}

/** What artists are there for, and what of it is booked. */
export const UTILISATION: StandardSet = {
  table: 'work_facts',
  dimensions: ['Artist', 'Skill', 'Project'],
  wanted: [
    {
      key: 'booked_time',
      label: 'Booked time',
      direction: 'up',
      unit: 'duration',
      column: 'seconds',
      filters: ofKind('booked'),
      description: 'Working time of artists that is booked for certain, on the days it lies in.',
    },
    {
      key: 'available_time',
      label: 'Available time',
      direction: 'neutral',
      unit: 'duration',
      column: 'seconds',
      filters: ofKind('available'),
      dimensions: ['Artist', 'Skill'],
      description: 'Working time of artists by their hours, less time off and holidays.',
    },
  ],
  formulas: (keyOf): StandardFormula[] => [
    {
      key: 'utilisation',
      label: 'Utilisation',
      formula: `${keyOf('booked_time')} / ${keyOf('available_time')} * 100`,
      description: 'Of the working time of artists, how much is booked for certain.',
    },
  ],
}

/** How far projects are, and whether they end in time. */
export const PROJECTS: StandardSet = {
  table: 'work_facts',
  dimensions: ['Project'],
  wanted: [
    {
      key: 'projects_due',
      label: 'Projects due',
      direction: 'neutral',
      filters: ofKind('project_late', 'project_on_time'),
      description: 'Projects on the day they are due, or their plan ends where no day is said.',
    },
    {
      key: 'projects_late',
      label: 'Projects late',
      direction: 'down',
      filters: ofKind('project_late'),
      description: 'Projects whose plan ends after the day they are due, on that day.',
    },
    {
      key: 'project_days_late',
      label: 'Days late',
      direction: 'down',
      unit: 'count',
      column: 'late_days',
      filters: ofKind('project_late', 'project_on_time'),
      description: 'Days by which plans of projects end after the day they are due, on that day.',
    },
    {
      key: 'project_progress',
      label: 'Project progress',
      direction: 'up',
      unit: 'percent',
      aggregation: 'avg',
      scale: 2,
      column: 'percent',
      filters: ofKind('project_late', 'project_on_time'),
      description: 'How far the projects are that are due, their mean.',
    },
  ],
  formulas: (keyOf): StandardFormula[] => [
    {
      key: 'projects_on_time',
      label: 'Projects on time',
      formula: `(${keyOf('projects_due')} - ${keyOf('projects_late')}) / ${keyOf('projects_due')} * 100`,
      description: 'Of the projects that are due, how many end by that day.',
    },
  ],
}
