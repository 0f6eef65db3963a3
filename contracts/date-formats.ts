/**
 * How the date part of a text is written; a time of day may follow in any of them. `D` and `M` take one or two digits,
 * `MMM` is an English month name, `YY` 69-99 is 1969-1999 and 00-68 is 2000-2068.
 */
export const dateFormats = [
  'YYYY-MM-DD',
  'YYYY/MM/DD',
  'YYYY.MM.DD',
  'YYYYMMDD',
  'DD/MM/YYYY',
  'MM/DD/YYYY',
  'DD.MM.YYYY',
  'MM.DD.YYYY',
  'DD-MM-YYYY',
  'MM-DD-YYYY',
  'DD/MM/YY',
  'MM/DD/YY',
  'DD.MM.YY',
  'MM.DD.YY',
  'DD-MM-YY',
  'MM-DD-YY',
  'D MMM YYYY',
  'D-MMM-YYYY',
  'D MMM YY',
  'D-MMM-YY',
  'MMM D, YYYY',
] as const
