/** Towns whose place on the map is known, as `latitude, longitude` in degrees. Others are compared by name alone. */
const towns: Readonly<Record<string, readonly [number, number]>> = {
  amsterdam: [52.37, 4.9],
  antwerp: [51.22, 4.4],
  athens: [37.98, 23.73],
  auckland: [-36.85, 174.76],
  barcelona: [41.39, 2.17],
  basel: [47.56, 7.59],
  belfast: [54.6, -5.93],
  belgrade: [44.79, 20.45],
  bergen: [60.39, 5.32],
  berlin: [52.52, 13.4],
  birmingham: [52.48, -1.9],
  bordeaux: [44.84, -0.58],
  boston: [42.36, -71.06],
  bratislava: [48.15, 17.11],
  bristol: [51.45, -2.59],
  brno: [49.2, 16.61],
  brussels: [50.85, 4.35],
  bucharest: [44.43, 26.1],
  budapest: [47.5, 19.04],
  'buenos aires': [-34.6, -58.38],
  'cape town': [-33.92, 18.42],
  chicago: [41.88, -87.63],
  cologne: [50.94, 6.96],
  copenhagen: [55.68, 12.57],
  dresden: [51.05, 13.74],
  dublin: [53.35, -6.26],
  dusseldorf: [51.23, 6.78],
  edinburgh: [55.95, -3.19],
  frankfurt: [50.11, 8.68],
  geneva: [46.2, 6.14],
  ghent: [51.05, 3.72],
  glasgow: [55.86, -4.25],
  gothenburg: [57.71, 11.97],
  graz: [47.07, 15.44],
  hamburg: [53.55, 9.99],
  helsinki: [60.17, 24.94],
  istanbul: [41.01, 28.98],
  krakow: [50.06, 19.94],
  leeds: [53.8, -1.55],
  leipzig: [51.34, 12.37],
  lille: [50.63, 3.06],
  lisbon: [38.72, -9.14],
  liverpool: [53.41, -2.98],
  ljubljana: [46.06, 14.51],
  london: [51.51, -0.13],
  'los angeles': [34.05, -118.24],
  luxembourg: [49.61, 6.13],
  lyon: [45.76, 4.84],
  madrid: [40.42, -3.7],
  malaga: [36.72, -4.42],
  malmo: [55.6, 13.0],
  manchester: [53.48, -2.24],
  marseille: [43.3, 5.37],
  melbourne: [-37.81, 144.96],
  'mexico city': [19.43, -99.13],
  milan: [45.46, 9.19],
  montreal: [45.5, -73.57],
  munich: [48.14, 11.58],
  naples: [40.85, 14.27],
  'new york': [40.71, -74.01],
  nice: [43.7, 7.27],
  nuremberg: [49.45, 11.08],
  oslo: [59.91, 10.75],
  paris: [48.86, 2.35],
  porto: [41.15, -8.61],
  prague: [50.09, 14.42],
  riga: [56.95, 24.11],
  rome: [41.9, 12.5],
  rotterdam: [51.92, 4.48],
  salzburg: [47.81, 13.04],
  'san francisco': [37.77, -122.42],
  'sao paulo': [-23.55, -46.63],
  seville: [37.39, -5.99],
  sofia: [42.7, 23.32],
  stockholm: [59.33, 18.07],
  stuttgart: [48.78, 9.18],
  sydney: [-33.87, 151.21],
  tallinn: [59.44, 24.75],
  tokyo: [35.68, 139.69],
  toronto: [43.65, -79.38],
  turin: [45.07, 7.69],
  valencia: [39.47, -0.38],
  vancouver: [49.28, -123.12],
  vienna: [48.21, 16.37],
  vilnius: [54.69, 25.28],
  warsaw: [52.23, 21.01],
  zagreb: [45.82, 15.98],
  zurich: [47.38, 8.54],
}

const EARTH_RADIUS_KM = 6371

/** The name as it is compared: without marks on letters, without a country behind a comma, in small letters. */
export function townName(place: string): string {
  const [town = ''] = place.split(',')
  return town.normalize('NFD').replaceAll(/\p{M}/gu, '').trim().toLowerCase()
}

/** Kilometres between two towns as the crow flies; null when one of them is not known. */
export function kilometresBetween(a: string, b: string): number | null {
  const [from, to] = [towns[townName(a)], towns[townName(b)]]
  if (from === undefined || to === undefined) return null
  const radians = (degrees: number) => (degrees * Math.PI) / 180
  const [lat1, lat2] = [radians(from[0]), radians(to[0])]
  const half = (angle: number) => Math.sin(angle / 2) ** 2
  const chord = half(lat2 - lat1) + Math.cos(lat1) * Math.cos(lat2) * half(radians(to[1] - from[1]))
  return Math.round(2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(chord))))
}
