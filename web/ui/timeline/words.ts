/** Sentences of the timeline; what it is used for brings its own. */
export const words = {
  keys: 'Arrows move, Enter opens. Space picks up: then arrows move, Shift and arrows change the end, Shift, Alt and arrows the start, Enter drops, Escape puts back.',
  linkKeys: 'L links: then arrows choose what waits for it, Enter links, Escape ends.',
  linkKeyShown: ['L', 'link'],
  linkBegun: (what: string) =>
    `Link from ${what}. Arrows choose what waits for it, Enter links, Escape ends.`,
  linkTo: (what: string) => `${what} waits for it. Enter links.`,
  linkEnded: 'No link was made.',
  keysShown: [
    ['Space', 'pick up'],
    ['← →', 'move'],
    ['⇧ ← →', 'change the end'],
    ['Enter', 'drop or open'],
    ['Esc', 'put back'],
  ],
  pointer: 'Drag to create, move or resize',
  readOnly: 'Arrows move, Enter opens.',
  pickedUp: (what: string) => `${what} picked up. Arrows move it, Enter drops it, Escape puts it back.`,
  drawing: (when: string) => `New: ${when}. Arrows change it, Enter goes on, Escape ends.`,
  cannotMove: (what: string) => `${what} cannot be moved.`,
  putBack: 'Put back.',
  dropped: (when: string) => `Dropped at ${when}.`,
  emptyCell: (row: string, when: string) => `${row}, ${when}, empty`,
  emptyCellNew: (row: string, when: string) => `${row}, ${when}, empty. Enter creates.`,
  noneOnRow: 'empty',
  continues: 'goes on after what is shown',
  began: 'began before what is shown',
} as const
