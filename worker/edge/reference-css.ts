export const REFERENCE_CSS_PATH = '/edge/reference.css'

/** What the reference of the API needs besides the styles of the public pages. */
export const referenceCss = `
.reference{display:grid;grid-template-columns:180px minmax(0,1fr);gap:40px;padding:24px 0 64px;font-size:15px;line-height:24px}
.toc{position:sticky;top:16px;align-self:start;display:grid;gap:2px;max-height:calc(100vh - 32px);overflow-y:auto;font-size:14px;line-height:20px}
.toc a{color:var(--muted);text-decoration:none;padding:4px 8px;border-radius:6px}
.toc a:hover{color:var(--ink);background:var(--sunken)}
.reference h1{font-size:32px;line-height:40px;letter-spacing:-.022em}
.reference h2{font-size:20px;line-height:28px;letter-spacing:-.01em;margin:0 0 12px}
.reference section,.reference #begin{padding-top:0;margin-top:40px}
.reference h4{font-size:13px;line-height:18px;font-weight:600;margin-top:16px}
.reference p{margin-top:8px;color:var(--muted);max-width:44em}
.reference code,.reference pre,.op .where,.fields b{font:13px/20px ui-monospace,SFMono-Regular,Menlo,monospace}
.reference pre{margin-top:12px;padding:12px 16px;overflow-x:auto;border-radius:6px;background:var(--sunken)}
.op{border:1px solid var(--line);border-radius:6px;background:var(--surface)}
.op+.op{margin-top:8px}
.op summary{display:flex;flex-wrap:wrap;gap:4px 12px;align-items:baseline;padding:10px 14px;min-height:44px;cursor:pointer;list-style:none}
.op summary::-webkit-details-marker{display:none}
.op[open] summary{border-bottom:1px solid var(--line)}
.op .verb{min-width:52px;font-size:12px;font-weight:600;color:var(--accent)}
.op .where{overflow-wrap:anywhere;font-weight:600}
.op .say{color:var(--muted);font-size:14px}
.op .inside{padding:4px 14px 16px}
.fields{list-style:none;margin-top:8px;display:grid;gap:6px;font-size:14px;line-height:20px;color:var(--muted)}
.fields b{color:var(--ink)}
.fields li{overflow-wrap:anywhere}
.fields .fields{margin:6px 0 0;padding-left:16px;border-left:1px solid var(--line)}
.fields .opt{font-size:12px;color:var(--subtle)}
@media (max-width:899px){
.reference{grid-template-columns:minmax(0,1fr);gap:16px}
.toc{position:static;display:flex;flex-wrap:wrap;max-height:none}
.toc a{padding:10px 12px;border:1px solid var(--line)}
.op .say{flex-basis:100%}
}
`
