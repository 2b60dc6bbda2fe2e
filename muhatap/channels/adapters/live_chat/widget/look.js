// How it looks; every colour can be set from the page by a property of the same name.
export const LOOK = `
:host{--c:var(--muhatap-colour,#005b8c);--on:var(--muhatap-on-colour,#fff);--bg:var(--muhatap-background,#fff);--fg:var(--muhatap-text,#16202a);--soft:var(--muhatap-soft,#f2f2ef);--line:var(--muhatap-line,#767b80);--bad:var(--muhatap-error,#a3140c);--mute:var(--muhatap-muted,#4c565f);--r:var(--muhatap-radius,10px);
position:fixed;inset-block-end:var(--muhatap-bottom,max(1rem,env(safe-area-inset-bottom)));inset-inline-end:var(--muhatap-side,1rem);z-index:var(--muhatap-layer,2147483000);display:block;font:var(--muhatap-font,400 1rem/1.5 system-ui,sans-serif);color:var(--fg);text-align:start;letter-spacing:normal}
:host([side=start]),:host([aside]){inset-inline:var(--muhatap-side,1rem) auto}
:host([side=start][aside]){inset-inline:auto var(--muhatap-side,1rem)}
:host([hidden]){display:none}
@media (prefers-color-scheme:dark){:host{--c:var(--muhatap-colour-dark,#8cc8f0);--on:var(--muhatap-on-colour-dark,#0b1a26);--bg:var(--muhatap-background,#151b21);--fg:var(--muhatap-text,#e8ebee);--soft:var(--muhatap-soft,#232b33);--line:var(--muhatap-line,#8a949d);--bad:var(--muhatap-error,#ffb4ab);--mute:var(--muhatap-muted,#b4bcc4)}}
*{box-sizing:border-box;font:inherit;color:inherit;letter-spacing:inherit}
[hidden]{display:none!important}
svg{inline-size:1.25em;block-size:1.25em;fill:none;stroke:currentColor;stroke-width:1.7;stroke-linecap:round;stroke-linejoin:round;flex:none;vertical-align:-.25em}
:dir(rtl) .flip svg{transform:scaleX(-1)}
button,.b{min-block-size:2.75rem;min-inline-size:2.75rem;padding:.5rem .8rem;border:1px solid var(--line);border-radius:calc(var(--r)*.6);background:var(--bg);color:var(--fg);cursor:pointer;display:inline-flex;gap:.5rem;align-items:center;justify-content:center;text-decoration:none}
.p{background:var(--c);color:var(--on);border-color:var(--c);font-weight:600}
.q{border-color:transparent;background:none}
:focus-visible{outline:3px solid var(--c);outline-offset:2px}
.launch{border-radius:2rem;padding:.7rem 1.2rem;box-shadow:0 3px 12px #0004;font-weight:600;position:relative}
.count{background:var(--bad);color:var(--bg);border-radius:1rem;min-inline-size:1.5rem;padding:0 .4rem;font-size:.85rem;text-align:center}
.panel{inline-size:min(24rem,calc(100vw - 2rem));block-size:min(36rem,calc(100dvh - 2rem));background:var(--bg);border:1px solid var(--line);border-radius:var(--r);box-shadow:0 6px 28px #0005;display:flex;flex-direction:column;overflow:hidden}
@media (max-width:30rem),(max-height:26rem){:host([open]){inset:0}.panel{inline-size:100%;block-size:100%;border:0;border-radius:0}}
header{display:flex;gap:.5rem;align-items:flex-start;padding:.7rem .5rem .7rem 1rem;border-block-end:1px solid var(--soft)}
header>div{flex:1;min-inline-size:0}h2{font-weight:650;font-size:1.05rem;margin:0}header p,.s{font-size:.85rem;color:var(--mute);margin:0}
.body{flex:1;overflow:auto;padding:1rem;display:flex;flex-direction:column;gap:.8rem;overscroll-behavior:contain}
.body>*,p{margin:0}
.f{display:grid;gap:.25rem}.f>label,legend{font-weight:600;font-size:.95rem}
input,select,textarea{inline-size:100%;min-block-size:2.75rem;padding:.5rem .7rem;border:1px solid var(--line);border-radius:calc(var(--r)*.6);background:var(--bg);color:var(--fg)}
input[type=checkbox]{inline-size:1.4rem;min-block-size:1.4rem;margin:0;accent-color:var(--c);flex:none}
.check{display:flex;gap:.6rem;align-items:flex-start;font-size:.9rem}
[aria-invalid=true]{border:2px solid var(--bad)}.e{color:var(--bad);font-size:.9rem;font-weight:600}
a{color:var(--c);text-underline-offset:.15em}
ul,ol{margin:0;padding:0;list-style:none}.ready{list-style:disc;padding-inline-start:1.2rem;font-size:.9rem}
.log{display:flex;flex-direction:column;gap:.6rem}
.m{max-inline-size:85%;padding:.5rem .75rem;border-radius:var(--r);background:var(--soft);align-self:flex-start;overflow-wrap:anywhere}
.m p{white-space:pre-wrap}.m small{display:block;font-size:.8rem;color:var(--mute)}
.m[data-from=me]{background:var(--c);color:var(--on);align-self:flex-end}.m[data-from=me] small{color:inherit}.m[data-from=me] a{color:inherit}
.m[data-from=bot]{background:none;border:1px solid var(--line)}
.m[data-from=system]{background:none;align-self:center;text-align:center;font-size:.9rem;color:var(--mute);padding:.2rem}
.chips{display:flex;flex-wrap:wrap;gap:.5rem}.chips button{border-radius:2rem;color:var(--c);border-color:var(--c)}
fieldset{border:0;margin:0;padding:0;min-inline-size:0}.scale{display:flex;flex-wrap:wrap;gap:.3rem;margin-block:.4rem .2rem}.ends{display:flex;justify-content:space-between}
.scale label{position:relative;display:grid;place-items:center;min-block-size:2.4rem;min-inline-size:2.4rem;border:1px solid var(--line);border-radius:.6rem;cursor:pointer}.scale input{position:absolute;opacity:0;inline-size:1px;min-block-size:1px;padding:0}
.scale label:has(:checked){background:var(--c);color:var(--on);border-color:var(--c);font-weight:650}.scale label:has(:focus-visible){outline:3px solid var(--c);outline-offset:2px}
.foot{border-block-start:1px solid var(--soft);padding:.6rem;display:flex;flex-wrap:wrap;gap:.4rem;align-items:flex-end}
.foot textarea{flex:1;min-inline-size:8rem;max-block-size:8rem;resize:none}
.foot .w{flex-basis:100%}
.menu{display:grid;gap:.2rem;padding:.4rem;border-block-end:1px solid var(--soft)}.menu>*{justify-content:flex-start}
.v{position:absolute;inline-size:1px;block-size:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
b{font-weight:650}.num{font-variant-numeric:tabular-nums;white-space:nowrap}
.t i{display:inline-block;inline-size:.35em;block-size:.35em;margin-inline:.1em;border-radius:50%;background:currentColor;animation:t 1.2s infinite}.t i:nth-child(2){animation-delay:.2s}.t i:nth-child(3){animation-delay:.4s}
@keyframes t{50%{opacity:.2}}
@media (prefers-reduced-motion:reduce){*{animation:none!important;transition:none!important;scroll-behavior:auto!important}}
@media (forced-colors:active){.m,.launch{border:1px solid}}
@media print{:host{display:none}}
`;
