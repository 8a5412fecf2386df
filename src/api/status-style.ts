/** The look of the status page: the console's palette, both themes, no file to fetch. */
export const statusStyle = `
:root { color-scheme: light dark; --canvas: light-dark(#f5f6f8, #0f1319); --surface: light-dark(#ffffff, #161b23);
  --line: light-dark(#e0e4ea, #2a323e); --ink: light-dark(#171c26, #e6eaf0); --soft: light-dark(#5a6473, #97a2b3);
  --good: light-dark(#0a6b3d, #5fd39a); --bad: light-dark(#a3200d, #ff8f7a); --warn: light-dark(#7a5200, #f0c05a); }
* { box-sizing: border-box; }
body { margin: 0; background: var(--canvas); color: var(--ink);
  font: 14px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
main { max-width: 1100px; margin: 0 auto; padding: 32px 16px; }
h1 { font-size: 19px; margin: 0 0 24px; }
small { color: var(--soft); font-weight: 400; font-size: 12.5px; }
dl { display: flex; flex-wrap: wrap; gap: 12px; margin: 0 0 24px; }
dl div { flex: 1 1 140px; background: var(--surface); border: 1px solid var(--line); border-radius: 8px; padding: 12px 16px; }
dt { color: var(--soft); font-size: 11.5px; }
dd { margin: 2px 0 0; font-size: 19px; font-weight: 600; font-variant-numeric: tabular-nums; }
table { width: 100%; border-collapse: collapse; background: var(--surface); border: 1px solid var(--line); border-radius: 8px; }
caption { text-align: left; font-weight: 600; padding: 0 0 8px; }
th, td { text-align: left; padding: 8px 12px; border-top: 1px solid var(--line); vertical-align: top; }
thead th { border-top: 0; color: var(--soft); font-size: 11.5px; font-weight: 500; }
tbody th { font-weight: 600; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.error { color: var(--bad); overflow-wrap: anywhere; }
.state { font-weight: 600; }
.state::before { content: "●"; margin-right: 6px; }
.healthy { color: var(--good); }
.failing { color: var(--warn); }
.open, .misconfigured, .refusing { color: var(--bad); }
.trouble { background: var(--surface); border: 1px solid var(--bad); border-radius: 8px; color: var(--bad); padding: 12px 16px; }
.text { font-size: 15px; white-space: pre-wrap; overflow-wrap: anywhere; }
table + table { margin-top: 24px; }
.value { width: 100%; white-space: pre-wrap; overflow-wrap: anywhere; }
.hint { color: var(--soft); font-size: 12.5px; }
code { font-family: ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
@media (max-width: 700px) { table { display: block; overflow-x: auto; } }
`;
