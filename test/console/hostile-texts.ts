/** What breaks out of a text, an attribute, a link, a script or a style, in so many variants. */
export function* hostileTexts(count: number): Generator<string> {
  for (let index = 0; index < count; index++) {
    const payload = payloads[index % payloads.length] ?? '';
    const wrap = wraps[Math.floor(index / payloads.length) % wraps.length] ?? ((text: string) => text);
    yield `${wrap(payload)}${index}`;
  }
}

const run = 'alert(1)';

const payloads: readonly string[] = [
  `<script>${run}</script>`,
  `<img src=x onerror=${run}>`,
  `<svg onload=${run}>`,
  `<svg><script>${run}</script></svg>`,
  `<iframe srcdoc="<script>parent.${run}</script>">`,
  `<iframe src="javascript:parent.${run}">`,
  `<a href="javascript:${run}">a</a>`,
  `javascript:${run}`,
  `data:text/html,<script>${run}</script>`,
  `<body onload=${run}>`,
  `<details open ontoggle=${run}>`,
  `<video><source onerror=${run}></video>`,
  `<input autofocus onfocus=${run}>`,
  `<math><mtext></form><form><mglyph><style></math><img src onerror=${run}>`,
  `<style>@import "//127.0.0.2/a.css";*{background:url(//127.0.0.2/b)}</style>`,
  `<link rel=stylesheet href=//127.0.0.2/c.css>`,
  `<meta http-equiv=refresh content="0;url=//127.0.0.2/">`,
  `<base href=//127.0.0.2/>`,
  `<form action=//127.0.0.2/><button>go</button></form>`,
  `<object data="data:text/html,<script>${run}</script>">`,
  `<template><script>${run}</script></template>`,
  `<noscript><p title="</noscript><img src=x onerror=${run}>">`,
  `\${${run}}`,
  `{{constructor.constructor('${run}')()}}`,
  `__proto__`,
  `constructor`,
  `<!--<img src="--><img src=x onerror=${run}//">`,
  `]]><script>${run}</script>`,
  `\u202e<script>${run}</script>`,
  `\u0000<script>${run}</script>`,
  `[a](javascript:${run})`,
  `=HYPERLINK("http://127.0.0.2/","a")`,
];

const wraps: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => `"><${text}`,
  (text) => `">${text}`,
  (text) => `'>${text}`,
  (text) => `</title>${text}`,
  (text) => `</textarea>${text}`,
  (text) => `</script>${text}`,
  (text) => `</style>${text}`,
  (text) => `" autofocus onfocus="${run}" ${text}`,
  (text) => `' onmouseover='${run}' ${text}`,
  (text) => text.replaceAll('<', '&lt;'),
  (text) => text.replaceAll('<', '\\u003c'),
  (text) => text.replaceAll('script', 'ScRiPt'),
  (text) => encodeURIComponent(text),
  (text) => `\n\r\t${text}`,
  (text) => text.replaceAll('=', ' = '),
];
