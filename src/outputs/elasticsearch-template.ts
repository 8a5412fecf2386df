import type { Secret } from '#kit/secret.ts';
import { url } from '#kit/url.ts';
import type { ElasticsearchOptions } from './elasticsearch-options.ts';
import { MisconfiguredError, RejectedError } from './errors.ts';
import { isThere } from './is-there.ts';
import type { HttpTransport } from './output.ts';

/** Creates Falcosidekick's index template, unless one of its name is there: an operator may have changed it. */
export async function ensureIndexTemplate(
  options: ElasticsearchOptions,
  headers: Readonly<Record<string, Secret>>,
  http: HttpTransport,
  signal: AbortSignal,
): Promise<void> {
  const request = { headers, url: url`${options.hostport}/_index_template/falco` };
  try {
    if (await isThere({ ...request, method: 'GET' }, http, signal)) return;
    await http.send({ ...request, method: 'PUT', body: { json: indexTemplate(options) } }, signal);
  } catch (error) {
    if (!(error instanceof MisconfiguredError || error instanceof RejectedError)) throw error;
    // A refusal holds up every alert, so it says what it is about.
    const remedy = 'grant the privilege manage_index_templates, or set createindextemplate to false';
    throw new MisconfiguredError(`The index template cannot be created (${error.message}): ${remedy}`, error);
  }
}

/** See https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-indices-put-index-template. */
export function indexTemplate({ index, suffix, numberofshards, numberofreplicas }: ElasticsearchOptions) {
  return {
    index_patterns: [suffix === 'none' ? index : `${index}-*`],
    template: {
      settings: { number_of_shards: numberofshards, number_of_replicas: numberofreplicas },
      mappings: {
        properties: {
          '@timestamp': { type: 'date' },
          hostname: text(),
          output: text(2048),
          output_fields: { properties: Object.fromEntries(fields.map((name) => [name, text()])) },
          priority: text(),
          rule: text(),
          source: text(),
          tags: text(),
          time: { type: 'date' },
          uuid: text(),
        },
      },
    },
  };
}

function text(longestKeyword = 256) {
  return { type: 'text', fields: { keyword: { type: 'keyword', ignore_above: longestKeyword } } };
}

/** The fields that Falcosidekick's template names, flattened; others are mapped as they come. */
const fields = [
  'container_info',
  'container_mounts',
  'container_start',
  'evt_arg_cmd',
  'evt_arg_fd',
  'evt_arg_filename',
  'evt_arg_flags',
  'evt_arg_linkpath',
  'evt_arg_mode',
  'evt_arg_name',
  'evt_arg_newpath',
  'evt_arg_oldpath',
  'evt_arg_path',
  'evt_arg_target',
  'evt_arg_uid',
  'evt_args',
  'evt_res',
  'evt_type',
  'fd_cip_name',
  'fd_lip_name',
  'fd_lport',
  'fd_name',
  'fd_nameraw',
  'fd_rip',
  'fd_rip_name',
  'fd_rport',
  'fd_sip',
  'fd_sip_name',
  'fd_sport',
  'fd_type',
  'group_gid',
  'group_name',
  'jevt_obj',
  'jevt_value',
  'ka_auth_decision',
  'ka_auth_reason',
  'ka_req_binding',
  'ka_req_configmap',
  'ka_req_pod',
  'ka_req_role',
  'ka_req_service',
  'ka_resp_name',
  'ka_response_code',
  'ka_response_reason',
  'ka_target_name',
  'ka_target_namespace',
  'ka_target_resource',
  'ka_target_subresource',
  'ka_uri',
  'ka_uri_param',
  'ka_user_name',
  'ka_verb',
  'proc_aexepath',
  'proc_aname',
  'proc_args',
  'proc_cmdline',
  'proc_cwd',
  'proc_env',
  'proc_exe',
  'proc_exepath',
  'proc_name',
  'proc_pcmdline',
  'proc_pexe',
  'proc_pexepath',
  'proc_pname',
  'proc_sname',
  'proc_tty',
  'test_dash',
  'test_slash',
  'thread_cap',
  'user_loginname',
  'user_loginuid',
  'user_name',
  'user_uid',
];
