/**
 * The page's whole style: one column on a phone, two on a desk, light or dark as the reader has it. Colours of lines have
 * at least 3:1 against the background in both, letters 4.5:1, and no line is told from another by colour alone.
 */
export const pageStyle = `
:root{color-scheme:light dark;--back:#fff;--card:#f6f7f9;--text:#1b1f24;--soft:#57606a;--edge:#d5dae0;--candidate:#b3470a;--stable:#1f6feb;--other:#7d3fc8;--last:#0f766e;--good:#1a7f37;--bad:#b3261e;--waiting:#7a5c00}
@media (prefers-color-scheme:dark){:root{--back:#101418;--card:#1a2027;--text:#e8ecf1;--soft:#a3adb8;--edge:#36404b;--candidate:#ffa657;--stable:#79b8ff;--other:#d2a8ff;--last:#5eead4;--good:#56d364;--bad:#ff8f85;--waiting:#e3b341}}
*{box-sizing:border-box}
body{margin:0;background:var(--back);color:var(--text);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;overflow-wrap:anywhere}
main{max-width:1120px;margin:0 auto;padding:24px 16px 48px}
h1{font-size:1.6rem;line-height:1.25;margin:0 0 8px}
h2{font-size:1.15rem;margin:36px 0 12px}
h3{font-size:1rem;margin:0 0 6px}
p{margin:0 0 10px}
a{color:var(--stable)}
:focus-visible{outline:2px solid var(--stable);outline-offset:2px}
header{border-left:6px solid var(--waiting);padding-left:16px}
header.good{border-color:var(--good)}header.bad,header.attention{border-color:var(--bad)}
.state{font-weight:700;color:var(--waiting);margin:0 0 2px}
.good .state{color:var(--good)}.bad .state,.attention .state{color:var(--bad)}
.lead{font-size:1.05rem}
.links a{display:inline-block;margin:4px 18px 4px 0}
.facts{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,168px),1fr));gap:10px 16px;margin:20px 0 0}
.facts dt{color:var(--soft);font-size:.85rem}.facts dd{margin:0}
.charts,.words{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,440px),1fr));gap:16px}
figure,.word{margin:0;background:var(--card);border:1px solid var(--edge);border-radius:10px;padding:14px;min-width:0}
figcaption{font-weight:600;margin-bottom:4px}
svg{display:block;width:100%;height:auto;font:13px system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
.axis{stroke:var(--soft);fill:none}.grid{stroke:var(--edge);fill:none}
.tick{fill:var(--soft)}
.line{fill:none;stroke-width:2.2;stroke-linejoin:round}
.candidate,.share{stroke:var(--candidate)}.stable{stroke:var(--stable);stroke-dasharray:6 4}
.first{stroke:var(--text)}.second{stroke:var(--other);stroke-dasharray:8 3}.third{stroke:var(--last);stroke-dasharray:2 3}
.dot{fill:var(--candidate);stroke-dasharray:none}.dot.stable{fill:var(--stable)}.dot.first{fill:var(--text)}.dot.second{fill:var(--other)}.dot.third{fill:var(--last)}
.limit{stroke:var(--bad);stroke-width:1.5;stroke-dasharray:10 4;fill:none}.limit-label{fill:var(--bad)}
.moment{stroke:var(--soft);stroke-dasharray:2 3;fill:none}.moment-label{fill:var(--soft)}
.legend{display:flex;flex-wrap:wrap;gap:2px 18px;list-style:none;margin:2px 0 0;padding:0;font-size:.9rem}
.legend svg{display:inline-block;width:30px;height:10px;margin-right:6px}
details{margin-top:8px}
summary{cursor:pointer;color:var(--soft);font-size:.9rem}
.wide{overflow-x:auto;max-height:340px;margin-top:6px}
table{border-collapse:collapse;font-size:.88rem;width:100%}
th,td{text-align:left;padding:4px 14px 4px 0;border-bottom:1px solid var(--edge);vertical-align:top;font-variant-numeric:tabular-nums;overflow-wrap:normal}
th{color:var(--soft);font-weight:600}
.word .verdict{font-weight:600}.word.pass .verdict{color:var(--good)}.word.fail .verdict{color:var(--bad)}
.word ul{margin:0;padding-left:18px}
.soft{color:var(--soft);font-size:.9rem}
.events{list-style:none;margin:0;padding:0}
.events li{display:grid;grid-template-columns:92px 66px 1fr;gap:0 10px;padding:5px 0;border-bottom:1px solid var(--edge)}
.events span{color:var(--soft);font-variant-numeric:tabular-nums}
@media (max-width:560px){svg{font-size:16px}.events li{grid-template-columns:auto 1fr}.events p{grid-column:1/-1}main{padding-top:16px}h1{font-size:1.35rem}}
.events p{margin:0}
footer{margin-top:36px}
@media print{figure,.word{break-inside:avoid}}
`;
