import { SESSION_ABSOLUTE_SECONDS } from '../../contracts/session.ts'
import { publicPage } from './public-page.ts'

const DAY_SECONDS = 24 * 60 * 60

const privacy = `<main id="main" class="text"><h1>Privacy</h1>
<p>What this software keeps, where, and what it never does. Whoever runs this server is answerable for the data on it.</p>
<h2>About you</h2>
<ul><li>Name, email address and a hash of your password; the password itself is not kept.</li><li>Where you are signed in: browser name, time, country and city, for up to ${SESSION_ABSOLUTE_SECONDS / DAY_SECONDS} days. You see the list under Security and can end each one.</li><li>Sign-in attempts are counted under a hash of the address, to stop guessing.</li></ul>
<h2>About your business</h2>
<ul><li>Files you upload and the numbers read from them or from systems you connect.</li><li>Sign-ins to connected systems, encrypted; disconnecting ends them.</li><li>A log of what was changed, by whom and when, and of who looked at rows. What it says about you is encrypted with a key of your own.</li><li>A copy every night, encrypted and kept for 30 days.</li><li>All of it is kept for your workspace alone. The database itself refuses rows of another workspace.</li></ul>
<h2>Where</h2>
<ul><li>Each workspace has a region, chosen when it is made: Europe, United States, Asia or Oceania. The server that answers for it is placed there.</li><li>Accounts and the list of workspaces are kept in one directory for all regions.</li></ul>
<h2>Cookies</h2>
<p>The public pages set none. Signing in sets those that keep you signed in, which scripts cannot read. The app remembers theme and view choices on your device.</p>
<h2>Never</h2>
<ul><li>No advertising, no tracking, no scripts or fonts from other sites.</li><li>No sale of data.</li></ul>
<h2>Getting it out and away</h2>
<p>Numbers can be read out through the interface for programs. An owner can take out everything under Settings, and delete a workspace there: for 14 days it can be kept after all; then its numbers, files, copies, members and keys are removed and cannot be brought back.</p><p>Under Profile you can take out everything that is kept about you, and erase your account: your name and address then stand nowhere any more, and what logs and copies say about you can be read by nobody. How long a workspace keeps what stands in its settings, under Data &amp; retention.</p></main>`

const terms = `<main id="main" class="text"><h1>Terms</h1>
<p>Short, because there is little to agree on yet.</p>
<h2>What you get</h2>
<p>Use of Orrery as it is today, on the Trial plan, free of charge. Prices are not set; a workspace never changes to a paid plan unless its owner says so.</p>
<h2>What is yours</h2>
<p>The numbers and files you bring stay yours. They are used to answer you and the people you let in, and for nothing else.</p>
<h2>What we ask</h2>
<ul><li>Bring in only data you may use.</li><li>Keep keys secret, and stay within the limits that answers name.</li><li>Do not try to reach what belongs to others.</li></ul>
<h2>What nobody promises</h2>
<p>The software comes without a warranty. Figures are as good as their sources; check them before you decide by them.</p></main>`

/** `/privacy` and `/terms`. */
export const legalPages: Readonly<Record<string, () => Response>> = {
  '/privacy': () => publicPage('Privacy – Orrery', privacy),
  '/terms': () => publicPage('Terms – Orrery', terms),
}
