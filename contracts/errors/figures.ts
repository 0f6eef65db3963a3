import type { ErrorEntries } from './entry.ts'

/** Questions about metrics, and what metrics are made of. */
export const figuresErrors = {
  unknown_metric: {
    status: 400,
    sentence: 'There is no metric with that key.',
    next: 'List the metrics of the workspace and pick one of those.',
  },
  unknown_dimension: {
    status: 400,
    sentence: 'The metric has no such dimension.',
    next: 'Break down by one of the dimensions named in details.',
  },
  reversed_dates: { status: 400, sentence: 'The range ends before it starts.', next: 'Swap from and to.' },
  range_too_long: {
    status: 400,
    sentence: 'The range has too many points for this grain.',
    next: 'Choose a coarser grain or a shorter range.',
  },
  question_too_large: {
    status: 400,
    sentence: 'The question asks for too many values at once.',
    next: 'Ask for fewer metrics, a coarser grain or a smaller top.',
  },
  invalid_formula: {
    status: 400,
    sentence: 'The formula cannot be worked out.',
    next: 'Correct the formula where details says.',
  },
  mixed_currencies: {
    status: 400,
    sentence: 'The formula mixes currencies.',
    next: 'Use metrics of one currency.',
  },
  metric_mismatch: {
    status: 409,
    sentence: 'There is a metric with this key that means something else.',
    next: 'Choose another key, or give it the unit and currency named in details.',
  },
  too_many_dimensions: {
    status: 422,
    sentence: 'A metric keeps at most five dimensions, the same ones for all values of a file.',
    next: 'Leave out a dimension, or choose another metric key.',
  },
  formula_has_no_rows: {
    status: 422,
    sentence: 'A formula has no rows of its own.',
    next: 'Ask for the rows of one of the metrics named in details.',
  },
} as const satisfies ErrorEntries
