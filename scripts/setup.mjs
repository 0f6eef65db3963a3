// Runs before `npm start` and `npm test`, also in a clone without node_modules: plain JavaScript for Node 20,
// no packages. Installs exactly what the lock file says, and only when the lock file changed.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const NODE_MAJOR_MIN = 20
const NPM_MAJOR_MIN = 10
const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const stamp = join(root, 'node_modules', '.orrery-lock-hash')

/** @param {string} sentence */
function stop(sentence) {
  console.error(sentence)
  process.exit(1)
}

/** npm tells its version to the scripts it runs: `npm/10.8.2 node/v20...`. */
function npmVersion() {
  const told = /\bnpm\/(\S+)/.exec(process.env.npm_config_user_agent ?? '')
  if (told) return told[1] ?? ''
  const asked = spawnSync('npm', ['--version'], { encoding: 'utf8' })
  return asked.status === 0 ? asked.stdout.trim() : ''
}

const nodeMajor = Number(process.versions.node.split('.')[0])
if (nodeMajor < NODE_MAJOR_MIN) {
  stop(
    `Orrery needs Node ${NODE_MAJOR_MIN} or newer to start; this is ${process.versions.node}. Install a newer Node and try again.`,
  )
}
const npm = npmVersion()
if (!(Number(npm.split('.')[0]) >= NPM_MAJOR_MIN)) {
  stop(
    `Orrery needs npm ${NPM_MAJOR_MIN} or newer; this is ${npm === '' ? 'none' : npm}. Run "npm install --global npm@latest" and try again.`,
  )
}

const lockFile = join(root, 'package-lock.json')
if (!existsSync(lockFile))
  stop('package-lock.json is missing; restore it with "git checkout package-lock.json".')
const wanted = createHash('sha256').update(readFileSync(lockFile)).digest('hex')
const installed = existsSync(stamp) ? readFileSync(stamp, 'utf8').trim() : ''

if (installed !== wanted) {
  const startedAt = Date.now()
  console.log(
    installed === '' ? 'Installing packages (about a minute, once)' : 'Packages changed: installing',
  )
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error', '--progress=true']
  const result = spawnSync('npm', ['ci', ...quiet], { cwd: root, stdio: 'inherit' })
  if (result.status !== 0)
    stop('"npm ci" failed; its message is above. Check the network or registry and try again.')
  writeFileSync(stamp, `${wanted}\n`)
  console.log(`Packages installed in ${Math.round((Date.now() - startedAt) / 1000)} s`)
}
