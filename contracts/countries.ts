import type { Region } from './workspaces.ts'

/** What a country usually means for a workspace: suggestions that may be changed before it is made. */
export interface Country {
  /** ISO 3166-1 alpha-2. */
  code: string
  currency: string
  region: Region
  /** Monday is 1, Sunday is 7. */
  weekStart: number
  fiscalYearStartMonth: number
  /** IANA time zones; the one of most people first. */
  timeZones: readonly string[]
}

/**
 * Every country of ISO 3166-1: code, currency, region, first day of the week, first month of the fiscal year most companies keep,
 * time zones. Zones are those of the IANA database, first days those of CLDR.
 */
const table = `
AD EUR eu 1 1 Europe/Andorra
AE AED eu 1 1 Asia/Dubai
AF AFN apac 6 1 Asia/Kabul
AG XCD us 7 1 America/Antigua
AI XCD us 1 1 America/Anguilla
AL ALL eu 1 1 Europe/Tirane
AM AMD eu 1 1 Asia/Yerevan
AO AOA eu 1 1 Africa/Luanda
AQ USD oce 1 1 Antarctica/McMurdo Antarctica/Casey Antarctica/Davis Antarctica/DumontDUrville Antarctica/Mawson Antarctica/Palmer Antarctica/Rothera Antarctica/Syowa Antarctica/Troll Antarctica/Vostok
AR ARS us 1 1 America/Argentina/Buenos_Aires America/Argentina/Cordoba America/Argentina/Salta America/Argentina/Jujuy America/Argentina/Tucuman America/Argentina/Catamarca America/Argentina/La_Rioja America/Argentina/San_Juan America/Argentina/Mendoza America/Argentina/San_Luis America/Argentina/Rio_Gallegos America/Argentina/Ushuaia
AS USD oce 7 1 Pacific/Pago_Pago
AT EUR eu 1 1 Europe/Vienna
AU AUD oce 1 7 Australia/Sydney Australia/Lord_Howe Antarctica/Macquarie Australia/Hobart Australia/Melbourne Australia/Broken_Hill Australia/Brisbane Australia/Lindeman Australia/Adelaide Australia/Darwin Australia/Perth Australia/Eucla
AW AWG us 1 1 America/Aruba
AX EUR eu 1 1 Europe/Mariehamn
AZ AZN eu 1 1 Asia/Baku
BA BAM eu 1 1 Europe/Sarajevo
BB BBD us 1 1 America/Barbados
BD BDT apac 7 7 Asia/Dhaka
BE EUR eu 1 1 Europe/Brussels
BF XOF eu 1 1 Africa/Ouagadougou
BG EUR eu 1 1 Europe/Sofia
BH BHD eu 6 1 Asia/Bahrain
BI BIF eu 1 1 Africa/Bujumbura
BJ XOF eu 1 1 Africa/Porto-Novo
BL EUR us 1 1 America/St_Barthelemy
BM BMD us 1 1 Atlantic/Bermuda
BN BND apac 1 1 Asia/Brunei
BO BOB us 1 1 America/La_Paz
BQ USD us 1 1 America/Kralendijk
BR BRL us 7 1 America/Sao_Paulo America/Noronha America/Belem America/Fortaleza America/Recife America/Araguaina America/Maceio America/Bahia America/Campo_Grande America/Cuiaba America/Santarem America/Porto_Velho America/Boa_Vista America/Manaus America/Eirunepe America/Rio_Branco
BS BSD us 7 1 America/Nassau
BT BTN apac 7 7 Asia/Thimphu
BV NOK us 1 1 Europe/Oslo
BW BWP eu 7 7 Africa/Gaborone
BY BYN eu 1 1 Europe/Minsk
BZ BZD us 7 1 America/Belize
CA CAD us 7 1 America/Toronto America/St_Johns America/Halifax America/Glace_Bay America/Moncton America/Goose_Bay America/Blanc-Sablon America/Iqaluit America/Atikokan America/Winnipeg America/Resolute America/Rankin_Inlet America/Regina America/Swift_Current America/Edmonton America/Cambridge_Bay America/Inuvik America/Creston America/Dawson_Creek America/Fort_Nelson America/Whitehorse America/Dawson America/Vancouver
CC AUD oce 1 7 Indian/Cocos
CD CDF eu 1 1 Africa/Kinshasa Africa/Lubumbashi
CF XAF eu 1 1 Africa/Bangui
CG XAF eu 1 1 Africa/Brazzaville
CH CHF eu 1 1 Europe/Zurich
CI XOF eu 1 1 Africa/Abidjan
CK NZD oce 1 4 Pacific/Rarotonga
CL CLP us 1 1 America/Santiago America/Coyhaique America/Punta_Arenas Pacific/Easter
CM XAF eu 1 1 Africa/Douala
CN CNY apac 1 1 Asia/Shanghai Asia/Urumqi
CO COP us 7 1 America/Bogota
CR CRC us 1 1 America/Costa_Rica
CU CUP us 1 1 America/Havana
CV CVE eu 1 1 Atlantic/Cape_Verde
CW XCG us 1 1 America/Curacao
CX AUD oce 1 7 Indian/Christmas
CY EUR eu 1 1 Asia/Nicosia Asia/Famagusta
CZ CZK eu 1 1 Europe/Prague
DE EUR eu 1 1 Europe/Berlin Europe/Busingen
DJ DJF eu 6 1 Africa/Djibouti
DK DKK eu 1 1 Europe/Copenhagen
DM XCD us 7 1 America/Dominica
DO DOP us 7 1 America/Santo_Domingo
DZ DZD eu 6 1 Africa/Algiers
EC USD us 1 1 America/Guayaquil Pacific/Galapagos
EE EUR eu 1 1 Europe/Tallinn
EG EGP eu 6 7 Africa/Cairo
EH MAD eu 1 1 Africa/El_Aaiun
ER ERN eu 1 1 Africa/Asmara
ES EUR eu 1 1 Europe/Madrid Africa/Ceuta Atlantic/Canary
ET ETB eu 7 7 Africa/Addis_Ababa
FI EUR eu 1 1 Europe/Helsinki
FJ FJD oce 1 1 Pacific/Fiji
FK FKP us 1 1 Atlantic/Stanley
FM USD oce 1 1 Pacific/Pohnpei Pacific/Chuuk Pacific/Kosrae
FO DKK eu 1 1 Atlantic/Faroe
FR EUR eu 1 1 Europe/Paris
GA XAF eu 1 1 Africa/Libreville
GB GBP eu 1 4 Europe/London
GD XCD us 1 1 America/Grenada
GE GEL eu 1 1 Asia/Tbilisi
GF EUR us 1 1 America/Cayenne
GG GBP eu 1 1 Europe/Guernsey
GH GHS eu 1 1 Africa/Accra
GI GIP eu 1 1 Europe/Gibraltar
GL DKK us 1 1 America/Nuuk America/Danmarkshavn America/Scoresbysund America/Thule
GM GMD eu 1 1 Africa/Banjul
GN GNF eu 1 1 Africa/Conakry
GP EUR us 1 1 America/Guadeloupe
GQ XAF eu 1 1 Africa/Malabo
GR EUR eu 1 1 Europe/Athens
GS GBP us 1 1 Atlantic/South_Georgia
GT GTQ us 7 1 America/Guatemala
GU USD oce 7 1 Pacific/Guam
GW XOF eu 1 1 Africa/Bissau
GY GYD us 1 1 America/Guyana
HK HKD apac 7 4 Asia/Hong_Kong
HM AUD oce 1 1 Indian/Kerguelen
HN HNL us 7 1 America/Tegucigalpa
HR EUR eu 1 1 Europe/Zagreb
HT HTG us 1 1 America/Port-au-Prince
HU HUF eu 1 1 Europe/Budapest
ID IDR apac 7 1 Asia/Jakarta Asia/Pontianak Asia/Makassar Asia/Jayapura
IE EUR eu 1 1 Europe/Dublin
IL ILS eu 7 1 Asia/Jerusalem
IM GBP eu 1 1 Europe/Isle_of_Man
IN INR apac 7 4 Asia/Kolkata
IO USD apac 1 1 Indian/Chagos
IQ IQD eu 6 1 Asia/Baghdad
IR IRR eu 6 4 Asia/Tehran
IS ISK eu 7 1 Atlantic/Reykjavik
IT EUR eu 1 1 Europe/Rome
JE GBP eu 1 1 Europe/Jersey
JM JMD us 7 1 America/Jamaica
JO JOD eu 6 1 Asia/Amman
JP JPY apac 7 4 Asia/Tokyo
KE KES eu 7 1 Africa/Nairobi
KG KGS apac 1 1 Asia/Bishkek
KH KHR apac 7 1 Asia/Phnom_Penh
KI AUD oce 1 1 Pacific/Tarawa Pacific/Kanton Pacific/Kiritimati
KM KMF eu 1 1 Indian/Comoro
KN XCD us 1 1 America/St_Kitts
KP KPW apac 1 1 Asia/Pyongyang
KR KRW apac 7 1 Asia/Seoul
KW KWD eu 6 1 Asia/Kuwait
KY KYD us 1 1 America/Cayman
KZ KZT apac 1 1 Asia/Almaty Asia/Qyzylorda Asia/Qostanay Asia/Aqtobe Asia/Aqtau Asia/Atyrau Asia/Oral
LA LAK apac 7 1 Asia/Vientiane
LB LBP eu 1 1 Asia/Beirut
LC XCD us 1 1 America/St_Lucia
LI CHF eu 1 1 Europe/Vaduz
LK LKR apac 1 4 Asia/Colombo
LR LRD eu 1 1 Africa/Monrovia
LS LSL eu 1 4 Africa/Maseru
LT EUR eu 1 1 Europe/Vilnius
LU EUR eu 1 1 Europe/Luxembourg
LV EUR eu 1 1 Europe/Riga
LY LYD eu 6 1 Africa/Tripoli
MA MAD eu 1 1 Africa/Casablanca
MC EUR eu 1 1 Europe/Monaco
MD MDL eu 1 1 Europe/Chisinau
ME EUR eu 1 1 Europe/Podgorica
MF EUR us 1 1 America/Marigot
MG MGA eu 1 1 Indian/Antananarivo
MH USD oce 7 1 Pacific/Majuro Pacific/Kwajalein
MK MKD eu 1 1 Europe/Skopje
ML XOF eu 1 1 Africa/Bamako
MM MMK apac 7 1 Asia/Yangon
MN MNT apac 1 1 Asia/Ulaanbaatar Asia/Hovd
MO MOP apac 7 1 Asia/Macau
MP USD oce 1 1 Pacific/Saipan
MQ EUR us 1 1 America/Martinique
MR MRU eu 1 1 Africa/Nouakchott
MS XCD us 1 1 America/Montserrat
MT EUR eu 7 1 Europe/Malta
MU MUR eu 1 7 Indian/Mauritius
MV MVR apac 5 1 Indian/Maldives
MW MWK eu 1 1 Africa/Blantyre
MX MXN us 7 1 America/Mexico_City America/Cancun America/Merida America/Monterrey America/Matamoros America/Chihuahua America/Ciudad_Juarez America/Ojinaga America/Mazatlan America/Bahia_Banderas America/Hermosillo America/Tijuana
MY MYR apac 1 1 Asia/Kuala_Lumpur Asia/Kuching
MZ MZN eu 7 1 Africa/Maputo
NA NAD eu 1 3 Africa/Windhoek
NC XPF oce 1 1 Pacific/Noumea
NE XOF eu 1 1 Africa/Niamey
NF AUD oce 1 7 Pacific/Norfolk
NG NGN eu 1 1 Africa/Lagos
NI NIO us 7 1 America/Managua
NL EUR eu 1 1 Europe/Amsterdam
NO NOK eu 1 1 Europe/Oslo
NP NPR apac 7 7 Asia/Kathmandu
NR AUD oce 1 7 Pacific/Nauru
NU NZD oce 1 4 Pacific/Niue
NZ NZD oce 1 4 Pacific/Auckland Pacific/Chatham
OM OMR eu 6 1 Asia/Muscat
PA PAB us 7 1 America/Panama
PE PEN us 7 1 America/Lima
PF XPF oce 1 1 Pacific/Tahiti Pacific/Marquesas Pacific/Gambier
PG PGK oce 1 1 Pacific/Port_Moresby Pacific/Bougainville
PH PHP apac 7 1 Asia/Manila
PK PKR apac 7 7 Asia/Karachi
PL PLN eu 1 1 Europe/Warsaw
PM EUR us 1 1 America/Miquelon
PN NZD oce 1 1 Pacific/Pitcairn
PR USD us 7 1 America/Puerto_Rico
PS ILS eu 1 1 Asia/Hebron Asia/Gaza
PT EUR eu 7 1 Europe/Lisbon Atlantic/Madeira Atlantic/Azores
PW USD oce 1 1 Pacific/Palau
PY PYG us 7 1 America/Asuncion
QA QAR eu 6 1 Asia/Qatar
RE EUR eu 1 1 Indian/Reunion
RO RON eu 1 1 Europe/Bucharest
RS RSD eu 1 1 Europe/Belgrade
RU RUB eu 1 1 Europe/Moscow Europe/Kaliningrad Europe/Kirov Europe/Volgograd Europe/Astrakhan Europe/Saratov Europe/Ulyanovsk Europe/Samara Asia/Yekaterinburg Asia/Omsk Asia/Novosibirsk Asia/Barnaul Asia/Tomsk Asia/Novokuznetsk Asia/Krasnoyarsk Asia/Irkutsk Asia/Chita Asia/Yakutsk Asia/Khandyga Asia/Vladivostok Asia/Ust-Nera Asia/Magadan Asia/Sakhalin Asia/Srednekolymsk Asia/Kamchatka Asia/Anadyr
RW RWF eu 1 1 Africa/Kigali
SA SAR eu 7 1 Asia/Riyadh
SB SBD oce 1 1 Pacific/Guadalcanal
SC SCR eu 1 1 Indian/Mahe
SD SDG eu 6 1 Africa/Khartoum
SE SEK eu 1 1 Europe/Stockholm
SG SGD apac 7 1 Asia/Singapore
SH SHP eu 1 1 Atlantic/St_Helena
SI EUR eu 1 1 Europe/Ljubljana
SJ NOK eu 1 1 Arctic/Longyearbyen
SK EUR eu 1 1 Europe/Bratislava
SL SLE eu 1 1 Africa/Freetown
SM EUR eu 1 1 Europe/San_Marino
SN XOF eu 1 1 Africa/Dakar
SO SOS eu 1 1 Africa/Mogadishu
SR SRD us 1 1 America/Paramaribo
SS SSP eu 1 1 Africa/Juba
ST STN eu 1 1 Africa/Sao_Tome
SV USD us 7 1 America/El_Salvador
SX XCG us 1 1 America/Lower_Princes
SY SYP eu 6 1 Asia/Damascus
SZ SZL eu 1 4 Africa/Mbabane
TC USD us 1 1 America/Grand_Turk
TD XAF eu 1 1 Africa/Ndjamena
TF EUR eu 1 1 Indian/Kerguelen
TG XOF eu 1 1 Africa/Lome
TH THB apac 7 1 Asia/Bangkok
TJ TJS apac 1 1 Asia/Dushanbe
TK NZD oce 1 4 Pacific/Fakaofo
TL USD apac 1 1 Asia/Dili
TM TMT apac 1 1 Asia/Ashgabat
TN TND eu 1 1 Africa/Tunis
TO TOP oce 1 7 Pacific/Tongatapu
TR TRY eu 1 1 Europe/Istanbul
TT TTD us 7 1 America/Port_of_Spain
TV AUD oce 1 1 Pacific/Funafuti
TW TWD apac 7 1 Asia/Taipei
TZ TZS eu 1 7 Africa/Dar_es_Salaam
UA UAH eu 1 1 Europe/Kyiv Europe/Simferopol
UG UGX eu 1 7 Africa/Kampala
UM USD oce 7 1 Pacific/Wake Pacific/Midway
US USD us 7 1 America/New_York America/Detroit America/Kentucky/Louisville America/Kentucky/Monticello America/Indiana/Indianapolis America/Indiana/Vincennes America/Indiana/Winamac America/Indiana/Marengo America/Indiana/Petersburg America/Indiana/Vevay America/Chicago America/Indiana/Tell_City America/Indiana/Knox America/Menominee America/North_Dakota/Center America/North_Dakota/New_Salem America/North_Dakota/Beulah America/Denver America/Boise America/Phoenix America/Los_Angeles America/Anchorage America/Juneau America/Sitka America/Metlakatla America/Yakutat America/Nome America/Adak Pacific/Honolulu
UY UYU us 1 1 America/Montevideo
UZ UZS apac 1 1 Asia/Tashkent Asia/Samarkand
VA EUR eu 1 1 Europe/Vatican
VC XCD us 1 1 America/St_Vincent
VE VES us 7 1 America/Caracas
VG USD us 1 1 America/Tortola
VI USD us 7 1 America/St_Thomas
VN VND apac 1 1 Asia/Ho_Chi_Minh
VU VUV oce 1 1 Pacific/Efate
WF XPF oce 1 1 Pacific/Wallis
WS WST oce 7 6 Pacific/Apia
YE YER eu 7 1 Asia/Aden
YT EUR eu 1 1 Indian/Mayotte
ZA ZAR eu 7 3 Africa/Johannesburg
ZM ZMW eu 1 1 Africa/Lusaka
ZW ZWG eu 7 1 Africa/Harare`

/** All countries by code. */
export const countries: ReadonlyMap<string, Country> = new Map(
  table
    .trim()
    .split('\n')
    .map((line) => {
      const [code = '', currency = '', region, weekStart, month, ...timeZones] = line.split(' ')
      // The table above is ours, and a test reads every line of it through the contracts.
      const country = { code, currency, region: region as Region, timeZones }
      return [code, { ...country, weekStart: Number(weekStart), fiscalYearStartMonth: Number(month) }]
    }),
)

/** The country whose clocks a device shows, null when none is known by that zone. */
export function countryOfZone(timeZone: string): Country | null {
  const all = [...countries.values()]
  return (
    all.find(({ timeZones }) => timeZones[0] === timeZone) ??
    all.find(({ timeZones }) => timeZones.includes(timeZone)) ??
    null
  )
}
