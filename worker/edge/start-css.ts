export const START_CSS_PATH = '/edge/start.css'

/** Styles of the public pages. The theme of the system, unless this device has chosen one in the app. */
const light =
  '--bg:#f6f7fa;--surface:#fff;--sunken:#edeff4;--ink:#141a29;--muted:#515c72;--subtle:#5e687d;--line:#dde2eb;--control:#7f8aa0;--accent:#3a4fd0;--accent-hover:#2f41b4;--on-accent:#fff;--focus:#3a4fd0;--pos:#0a6e6e;--s1:#0b69de;--shadow:0 2px 4px rgb(20 26 41/.04),0 24px 64px rgb(20 26 41/.14);color-scheme:light'
const dark =
  '--bg:#0d121d;--surface:#151b2b;--sunken:#101625;--ink:#ebeef6;--muted:#a9b3c8;--subtle:#8b96ae;--line:#2a344a;--control:#66728c;--accent:#93a4ff;--accent-hover:#aebbff;--on-accent:#0d121d;--focus:#aebbff;--pos:#5fd9d0;--s1:#64a0fb;--shadow:0 32px 80px rgb(0 0 0/.6);color-scheme:dark'

const rules = `
:root{${light}}
@media (prefers-color-scheme:dark){:root:not([data-theme="light"]){${dark}}}
:root[data-theme="dark"]{${dark}}
*{box-sizing:border-box;margin:0;padding:0}
html{scroll-behavior:smooth;scroll-padding-top:16px}
body{background:var(--bg);color:var(--ink);font:16px/26px Inter,"Inter fallback",system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
.outer{overflow-x:clip}
a{color:var(--accent)}
:focus-visible{outline:2px solid var(--focus);outline-offset:2px;border-radius:4px}
.skip{position:absolute;left:16px;top:-64px;z-index:9;padding:8px 12px;background:var(--surface);border:1px solid var(--control);border-radius:6px}
.skip:focus{top:12px}
.wrap{max-width:1200px;margin:0 auto;padding:0 24px}
.top{position:relative;z-index:2;display:flex;align-items:center;gap:28px;height:64px}
.logo{display:flex;align-items:center;gap:10px;font-weight:600;font-size:17px;letter-spacing:-.015em;color:var(--ink);text-decoration:none}
.logo svg{width:24px;height:24px}
.top nav{display:flex;gap:4px;font-size:14px;font-weight:500}
.top nav a{color:var(--muted);text-decoration:none;padding:6px 10px}
.top nav a:hover{color:var(--ink)}
.push{margin-left:auto;display:flex;gap:8px;align-items:center}
.btn{display:inline-flex;align-items:center;justify-content:center;min-height:36px;padding:0 14px;border:1px solid var(--control);border-radius:6px;background:var(--surface);color:var(--ink);font-weight:500;font-size:14px;text-decoration:none}
.btn:hover{border-color:var(--ink)}
.btn.lg{min-height:44px;padding:0 20px;font-size:15px}
.btn.primary{background:var(--accent);border-color:var(--accent);color:var(--on-accent)}
.btn.primary:hover{background:var(--accent-hover);border-color:var(--accent-hover)}
.btn.quiet{background:none;border-color:transparent}
.hero{position:relative;padding:56px 0 0}
h1{font-weight:600;font-size:54px;line-height:58px;letter-spacing:-.032em;max-width:12.5em;text-wrap:balance;position:relative}
.lead{font-size:18px;line-height:28px;color:var(--muted);max-width:34em;margin-top:20px;position:relative}
.cta{display:flex;align-items:center;gap:12px;margin-top:28px;flex-wrap:wrap;position:relative}
.cta p,.small{font-size:13px;line-height:18px;color:var(--muted)}
.orbits{position:absolute;right:-330px;top:-202px;width:1180px;height:1180px;pointer-events:none;color:var(--control);mask-image:linear-gradient(90deg,transparent 20%,#000 40%),linear-gradient(#000 50%,transparent 58%);mask-composite:intersect}
.orbits .o{fill:none;stroke:currentColor;opacity:.5}
.win{position:relative;z-index:1;margin-top:44px;border:1px solid var(--line);border-radius:14px;background:var(--bg);box-shadow:var(--shadow);padding:20px}
.win .bar{display:flex;align-items:center;gap:12px;font-weight:600;font-size:18px}
.tag{margin-left:auto;font-size:12px;line-height:20px;font-weight:500;color:var(--muted);border:1px dashed var(--control);border-radius:4px;padding:0 8px}
.tiles{display:grid;grid-template-columns:repeat(3,minmax(0,1fr));gap:16px;margin-top:16px}
.card{background:var(--surface);border:1px solid var(--line);border-radius:10px;padding:20px}
.tiles .card{padding:14px 16px;font-size:13px;line-height:18px;color:var(--muted)}
.line{display:block;width:100%;height:56px;margin-top:10px}
.line path{fill:none;stroke:var(--s1);stroke-width:2;vector-effect:non-scaling-stroke}
.line .area{fill:var(--s1);opacity:.12;stroke:none}
section{padding-top:96px}
h2{font-weight:600;font-size:32px;line-height:40px;letter-spacing:-.022em;text-wrap:balance}
section>.lead{font-size:16px;line-height:26px;margin-top:10px}
.three{display:grid;grid-template-columns:repeat(3,minmax(0,1fr));gap:16px;margin-top:32px;list-style:none}
h3{font-weight:600;font-size:16px;line-height:24px;letter-spacing:-.01em}
.card p{font-size:14px;line-height:21px;color:var(--muted);margin-top:4px}
.no{display:inline-grid;place-items:center;width:28px;height:28px;border-radius:50%;border:1px solid var(--control);font-size:13px;font-weight:600;margin-bottom:12px}
.plan{display:flex;flex-direction:column}
.plan.now{border-color:var(--accent);box-shadow:inset 0 0 0 1px var(--accent)}
.plan ul{list-style:none;display:grid;gap:8px;margin:16px 0 20px;font-size:14px;line-height:21px}
.plan li{padding-left:22px;position:relative}
.plan li::before{content:"";position:absolute;left:2px;top:6px;width:10px;height:5px;border-left:2px solid var(--pos);border-bottom:2px solid var(--pos);transform:rotate(-45deg)}
.plan .btn{margin-top:auto}
.two{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:16px;margin-top:32px}
.two ul{padding-left:18px;margin-top:8px;font-size:14px;line-height:22px;color:var(--muted);display:grid;gap:6px}
footer{display:flex;align-items:center;gap:16px 24px;flex-wrap:wrap;padding:64px 0 40px;font-size:13px;color:var(--subtle)}
footer a{color:var(--muted);padding:4px 0}
.text{max-width:720px;padding-top:40px}
.text h1{font-size:32px;line-height:40px;letter-spacing:-.022em}
.text h2{font-size:18px;line-height:26px;letter-spacing:-.01em;margin-top:32px}
.text p,.text ul{margin-top:8px;color:var(--muted);font-size:15px;line-height:24px}
.text ul{padding-left:20px}
@media (max-width:1100px){.orbits{display:none}}
@media (max-width:767px){
.wrap{padding:0 16px}.top{gap:8px;height:56px}.top nav{display:none}
.hero{padding-top:32px}h1{font-size:36px;line-height:40px}.lead{font-size:16px;line-height:25px;margin-top:14px}
.cta .btn{flex:1 1 100%}.cta p{width:100%}.win{margin-top:32px;padding:12px}
.tiles,.three,.two{grid-template-columns:minmax(0,1fr)}section{padding-top:64px}h2{font-size:26px;line-height:32px}
.top .btn{min-height:44px}
}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
`

/** The styles, set in the font of the app where it is built: it comes when it comes and moves nothing, because the fallback is as wide. */
export function startCss(fontPath: string | null): string {
  if (fontPath === null) return rules
  return `@font-face{font-family:Inter;font-weight:100 900;font-display:swap;src:url("${fontPath}") format("woff2")}
@font-face{font-family:"Inter fallback";src:local("Arial"),local("Liberation Sans"),local("Roboto");size-adjust:107%;ascent-override:90%;descent-override:22.5%;line-gap-override:0%}
${rules}`
}
