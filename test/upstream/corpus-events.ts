import type { JsonObject } from '../../src/kit/json.ts';

/**
 * The values of the fields that tests compare, by the name of the test: what Falco extracts from the system calls that
 * the tests make up. Where a test makes several events, theirs in order.
 */
export function corpusEvents(test: string): readonly JsonObject[] {
  if (test.startsWith('FILTERCHECK_MOD_')) return [{ 'proc.name': 'myexe' }];
  if (test.startsWith('multivalue_transformer_')) return [{ ...opened('/tmp/file_to_run'), 'evt.num': '1' }];
  return eventsOfTests[test] ?? [getcwd];
}

const getcwd: JsonObject = {
  'evt.type': 'getcwd',
  'syscall.type': 'getcwd',
  'evt.source': 'syscall',
  'evt.args': 'res=ENOENT path=/test/dir',
  'evt.arg.res': 'ENOENT',
  'evt.arg[1]': '/test/dir',
  'evt.arg.path': '/test/dir',
  'proc.name': 'init',
  'thread.tid': '1',
  'proc.aname[0]': 'init',
  'proc.apid[0]': '1',
};

const connected: JsonObject = { 'fd.types': ['ipv4', 'file'] };

const eventsOfTests: Readonly<Record<string, readonly JsonObject[]>> = {
  net_ipv4_compare: [addresses('172.40.111.222', '142.251.111.147')],
  net_modifier_ip_compare: [addresses('172.40.111.222', '142.251.111.147')],
  net_ipv6_compare: [addresses('::1', '2001:4860:4860::8888')],
  pmatch: [opened('/opt/dir/subdir/file.txt')],
  contains_icontains: [{ ...opened('/opt/dir/SUBDIR/file.txt'), 'evt.arg.flags': 'O_RDWR|O_CREAT' }],
  bytebuf_bcontains_bstartswith: [{ 'evt.buffer': 'hello' }],
  bytebuf_matches_nul: [{ 'evt.buffer': 'a\0b' }],
  signed_int_compare: [{ 'evt.cpu': '1', 'evt.rawarg.res': '-22' }, { 'fd.num': '-1' }],
  basename_transformer: [opened('/tmp/file_to_run')],
  len_transformer: [opened('/tmp/file_to_run'), connected, { 'evt.arg.data': '\u0001\u0002\u0003\u0004\u0005\u0006' }],
  fd_fields_invalid_utf8_match: [
    { ...opened('/p\udcff/q\udcff'), 'fs.path.name': '/p\udcff/q\udcff', 'evt.arg.name': '/p\udcff/q\udcff' },
  ],
  proc_fields_invalid_utf8_match: [{ 'proc.name': 'bad\udcff', 'proc.exe': '/bin/bad\udcff' }],
  fspath_fields_invalid_utf8_match: [{ 'fs.path.source': '/tmp/s\udcff', 'fs.path.target': '/tmp/t\udcff' }],
  evt_abspath_invalid_utf8_match: [{ 'evt.abspath': '/tmp/a\udcff' }],
  proc_cwd_invalid_utf8_match: [{ 'proc.cwd': '/tmp/c\udcff/' }],
  filter_cache_pointer_instability: [{ 'evt.arg.ret': '2', 'evt.arg.reaper_tid': '1' }],
};

function opened(path: string): JsonObject {
  const slash = path.lastIndexOf('/');
  return {
    'fd.name': path,
    'fd.directory': path.slice(0, slash),
    'fd.filename': path.slice(slash + 1),
    'fd.types': ['file'],
  };
}

/** `fd.ip` and `fd.net` are both ends of a connection; the tests ask them for the server alone. */
function addresses(client: string, server: string): JsonObject {
  return { 'fd.cip': client, 'fd.rip': client, 'fd.sip': server, 'fd.lip': server, 'fd.ip': server, 'fd.net': server };
}
