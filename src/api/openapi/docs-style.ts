/** For the page that describes the API: one column, both themes, no more than it needs. */
export const docsStyle = `
:root { color-scheme: light dark; --line: light-dark(#d9dce1, #33373f); --soft: light-dark(#5a6270, #9aa3b2); --back: light-dark(#f5f6f8, #1a1d22); }
body { margin: 0; font: 15px/1.5 system-ui, sans-serif; background: light-dark(#fff, #131519); color: light-dark(#15181d, #e6e8ec); }
main { max-width: 60rem; margin: 0 auto; padding: 2rem 1rem 6rem; }
h1 { font-size: 1.6rem; } h2 { margin: 3rem 0 .25rem; font-size: 1.2rem; }
a { color: light-dark(#0b5cad, #7db7f5); }
nav { display: flex; flex-wrap: wrap; gap: .25rem 1rem; padding: .75rem 0; border-block: 1px solid var(--line); }
code, pre, summary b { font: 13px/1.5 ui-monospace, monospace; }
pre { overflow: auto; max-height: 24rem; padding: .75rem; background: var(--back); border: 1px solid var(--line); border-radius: 6px; }
details { border-bottom: 1px solid var(--line); } summary { display: flex; flex-wrap: wrap; gap: .25rem .75rem; padding: .5rem 0; cursor: pointer; }
summary b { min-width: 3.5rem; font-weight: 600; } summary span { color: var(--soft); margin-left: auto; }
table { width: 100%; border-collapse: collapse; } th, td { padding: .25rem .5rem .25rem 0; text-align: left; vertical-align: top; font-weight: 400; }
h3 { margin: .75rem 0 .25rem; font-size: .85rem; color: var(--soft); font-weight: 600; }
.soft { color: var(--soft); }
:focus-visible { outline: 2px solid light-dark(#0b5cad, #7db7f5); outline-offset: 2px; }
`;
