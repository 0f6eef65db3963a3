import { KEYS_PER_WORKSPACE_MAX } from '../../contracts/keys.ts'
import { PROGRAM_CALLS_PER_MINUTE } from '../../contracts/limits.ts'
import { MEMBERS_PER_WORKSPACE_MAX, WORKSPACES_PER_PERSON_MAX } from '../../contracts/workspaces.ts'
import { publicPage } from './public-page.ts'

const orbits = `<svg class="orbits" viewBox="0 0 1180 1180" aria-hidden="true">
<circle class="o" cx="590" cy="590" r="150"/><circle class="o" cx="590" cy="590" r="250"/><circle class="o" cx="590" cy="590" r="350"/><circle class="o" cx="590" cy="590" r="460"/>
<circle cx="590" cy="590" r="46" fill="var(--ink)"/><circle cx="504" cy="467" r="7" fill="var(--ink)"/><circle cx="655" cy="348" r="9" fill="var(--ink)"/>
<circle cx="459" cy="265" r="10" fill="var(--accent)"/><circle cx="818" cy="488" r="6" fill="var(--ink)"/><circle cx="886" cy="238" r="7" fill="var(--ink)"/></svg>`

const curve = (points: string) =>
  `<svg class="line" viewBox="0 0 200 40" preserveAspectRatio="none" aria-hidden="true"><path class="area" d="M0 ${points} L200 40 L0 40 Z"/><path d="M0 ${points}"/></svg>`

/** What a dashboard looks like, without a figure in it: none of them would be anybody's. */
const drawing = `<div class="win" role="img" aria-label="A drawing of a dashboard: three tiles named Revenue, Expenses and Net profit, each with a line over time.">
<div class="bar" aria-hidden="true">Performance<span class="tag">a drawing, not data</span></div>
<div class="tiles" aria-hidden="true">
<div class="card">Revenue${curve('34 C20 32 30 26 45 27 S75 30 90 20 S120 22 140 14 S175 10 200 4')}</div>
<div class="card">Expenses${curve('20 C20 22 35 15 50 18 S80 26 100 22 S140 16 160 20 S185 24 200 19')}</div>
<div class="card">Net profit${curve('37 C25 34 35 36 50 31 S85 30 100 24 S130 27 150 17 S180 14 200 9')}</div>
</div></div>`

const steps = [
  [
    'Create a workspace',
    'Say what it is called and in which country. Time zone, currency, week and fiscal year follow from that, and you can change each of them.',
  ],
  [
    'Bring in the numbers',
    'Connect your accounting system, upload a file, or open sample data first to look around. A connected source is read again by itself.',
  ],
  [
    'Watch them move',
    'Dashboards change on every open screen as records arrive, and each figure says where it came from and how old it is.',
  ],
] as const

const points = [
  [
    'Every number can be questioned',
    'From any figure you get to its definition, its sources and the rows behind it. When a source is late, the page says so.',
  ],
  [
    'Exact amounts',
    'Money is kept as decimals and never as a rounded binary number. What has no exchange rate yet is named, not counted as zero.',
  ],
  [
    'Open to your programs',
    `A JSON interface reads and writes the same numbers, ${PROGRAM_CALLS_PER_MINUTE} calls a minute for each key.`,
  ],
] as const

const card = ([title, say]: readonly [string, string]) =>
  `<li class="card"><h3>${title}</h3><p>${say}</p></li>`
const step = ([title, say]: readonly [string, string], at: number) =>
  `<li class="card"><span class="no" aria-hidden="true">${at + 1}</span><h3>${title}</h3><p>${say}</p></li>`

const plans = `<section id="plans" aria-labelledby="plans-title"><h2 id="plans-title">Plans</h2>
<p class="lead">Prices are not set yet, so nothing can be bought and no card is asked for. Every workspace made today is on Trial.</p>
<div class="three">
<article class="card plan now"><h3>Trial</h3><p>What there is today, free of charge</p>
<ul><li>All there is: dashboards, connectors, bookings, projects and jobs</li><li>Up to ${MEMBERS_PER_WORKSPACE_MAX} people and ${KEYS_PER_WORKSPACE_MAX} keys in a workspace</li><li>Up to ${WORKSPACES_PER_PERSON_MAX} workspaces of your own</li></ul>
<a class="btn primary lg" href="/signup">Start with Trial</a></article>
<article class="card plan"><h3>Studio</h3><p>For one team. Not on sale yet</p><ul><li>Price not set</li><li>You will be asked before a workspace changes its plan</li></ul></article>
<article class="card plan"><h3>Business</h3><p>For several teams. Not on sale yet</p><ul><li>Price not set</li><li>You will be asked before a workspace changes its plan</li></ul></article>
</div></section>`

const privacy = `<section id="privacy" aria-labelledby="privacy-title"><h2 id="privacy-title">Your data stays yours</h2>
<p class="lead">What is kept where, in short. <a href="/privacy">The privacy page</a> has all of it.</p>
<div class="two">
<div class="card"><h3>What is stored</h3><ul><li>Your name, email address and a hash of your password, to let you in</li><li>Your numbers and files, apart from every other workspace by rules of the database itself</li><li>Who changed what and when, inside the workspace</li></ul></div>
<div class="card"><h3>What is not</h3><ul><li>No advertising, no tracking, no scripts from anybody else</li><li>This page sets no cookie; signing in sets the ones that keep you signed in</li><li>Sign-ins to connected systems are encrypted and never shown again</li></ul></div>
</div></section>`

/** The public start page: what Orrery is, for somebody who is not signed in. Works without a script. */
export function startPage(): Response {
  return publicPage(
    'Orrery – a live working model of your business',
    `<main id="main">
<div class="hero">${orbits}
<h1>Your business, as a live working model</h1>
<p class="lead">Orrery brings the numbers of the systems you already run on into one place, exact, explained and live, and sets the bookings, projects and jobs of your people beside them.</p>
<div class="cta"><a class="btn primary lg" href="/signup">Create an account</a><a class="btn lg" href="#how">See how it works</a><p>Free while prices are not set. No card.</p></div>
${drawing}</div>
<section id="how" aria-labelledby="how-title"><h2 id="how-title">How it works</h2><p class="lead">From an empty workspace to numbers that move by themselves, in three steps.</p><ol class="three">${steps.map(step).join('')}</ol></section>
<section aria-labelledby="why-title"><h2 id="why-title">What you can rely on</h2><ul class="three">${points.map(card).join('')}</ul></section>
${plans}
${privacy}
</main>`,
  )
}
