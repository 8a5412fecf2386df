import type { FieldType } from './field.ts';

/** The names of the parameters that system calls and other events have, by type: what may follow `evt.arg.` and `evt.rawarg.`. */
export const parameterNames: Readonly<Partial<Record<FieldType, string>>> = {
  ABSTIME: `
    exe_ino_ctime exe_ino_mtime start_time
  `,
  BYTEBUF: `
    addr arg2 arg3 arg4 arg5 args argv cgroups data env fds img msgcontrol res_or_fd tags tuple val value_bytebuf
  `,
  CHARBUF: `
    arg2_str comm container_id cwd desc description exe home image json quotafilepath scope shell special target
    uargs value_charbuf
  `,
  ERRNO: `
    maxevents res ret status
  `,
  FLAGS: `
    cmd creat_flags domain dqi_flags error fd_type features flags how level nstype op opcode operation option
    optname prot quota_fmt quota_fmt_out resolve resource sem_flg_0 sem_flg_1 semflg whence
  `,
  FSPATH: `
    dir exepath filename linkpath name newpath oldpath path pathname root sun_path trusted_exepath
  `,
  INT16: `
    sem_op_0 sem_op_1
  `,
  INT32: `
    aux backlog key nsems semid semnum tty
  `,
  INT64: `
    arg2_int cur dirfd fd fd1 fd2 fd_in fd_out fdin fdout in_fd linkdirfd max mountfd newcur newdir newdirfd newfd
    newmax oldcur olddir olddirfd oldfd oldmax out_fd pid_fd target_fd timeout
  `,
  IPADDR: `
    local_ip remote_ip
  `,
  PID: `
    dpid next pgid pid ppid ptid reaper_tid sid spid tid vpgid vpid vtgid vtid
  `,
  PORT: `
    local_port remote_port
  `,
  RELTIME: `
    dqb_btime dqb_itime dqi_bgrace dqi_igrace interval
  `,
  UINT16: `
    ID nativeID sem_num_0 sem_num_1 sk_proto sk_type
  `,
  UINT32: `
    action cpu cq_entries dev egid entries euid event_type first gid id last loginuid mask min_complete mnt_id
    mode nr_args nsops optlen plugin_id proto queuelen queuemax ratio rgid ruid sgid sigmask size sq_entries
    sq_thread_cpu sq_thread_idle suid to_submit type uid vm_rss vm_size vm_swap
  `,
  UINT64: `
    arg argument cap_effective cap_inheritable cap_permitted cpu_sys cpu_usr dqb_bhardlimit dqb_bsoftlimit
    dqb_curspace dqb_ihardlimit dqb_isoftlimit event_data exe_ino exe_ino_num fdlimit initval ino ino_num ip len
    length offin offout offset peer pgft_maj pgft_min pgoffset pidns_init_start_ts pos request sk_pointer source
  `,
  UINT8: `
    clockid core queuepct sig
  `,
};
