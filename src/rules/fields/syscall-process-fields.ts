/** Fields of processes, threads, users and groups, in the notation of `syscall-catalog.ts`. */
export const processFields = `
proc.exe CHARBUF First word of the command line, which need not be the program's name.
proc.pexe CHARBUF First word of the parent's command line.
proc.aexe CHARBUF[number] First word of the command line of an ancestor: 1 is the parent, 2 the parent's parent; of any without a number.
proc.exepath CHARBUF Full path of the program, links resolved.
proc.pexepath CHARBUF Full path of the parent's program.
proc.aexepath CHARBUF[number] Full path of the program of an ancestor.
proc.name CHARBUF Name of the process, at most 16 characters.
proc.pname CHARBUF Name of the parent.
proc.aname CHARBUF[number] Name of an ancestor.
proc.args CHARBUF[number] Command line without its first word, or one of its words.
proc.aargs CHARBUF[number] Command line of an ancestor without its first word.
proc.cmdline CHARBUF Name and arguments.
proc.pcmdline CHARBUF Name and arguments of the parent.
proc.acmdline CHARBUF[number] Name and arguments of an ancestor.
proc.cmdnargs UINT64 How many arguments the process has.
proc.cmdlenargs UINT64 How long the arguments are together, without the blanks between.
proc.exeline CHARBUF First word of the command line and arguments.
proc.env CHARBUF[key] Environment, or the value of one variable.
proc.aenv CHARBUF[key] Environment of the ancestors, or the value of one variable.
proc.cwd CHARBUF Current directory.
proc.loginshellid INT64 Process id of the oldest shell among the ancestors.
proc.tty UINT32 Controlling terminal, 0 for none.
proc.pid INT64 Process id.
proc.ppid INT64 Process id of the parent.
proc.apid INT64[number] Process id of an ancestor.
proc.vpid INT64 Process id within its namespace.
proc.pvpid INT64 Process id of the parent within its namespace.
proc.sid INT64 Session id.
proc.sname CHARBUF Name of the session's leader.
proc.sid.exe CHARBUF First word of the command line of the session's leader.
proc.sid.exepath CHARBUF Full path of the program of the session's leader.
proc.vpgid INT64 Process group within its namespace.
proc.vpgid.name CHARBUF Name of the leader of the process group within its namespace.
proc.vpgid.exe CHARBUF First word of the command line of that leader.
proc.vpgid.exepath CHARBUF Full path of the program of that leader.
proc.pgid INT64 Process group as the host sees it.
proc.pgid.name CHARBUF Name of the leader of the process group as the host sees it.
proc.pgid.exe CHARBUF First word of the command line of that leader.
proc.pgid.exepath CHARBUF Full path of the program of that leader.
proc.duration RELTIME Nanoseconds since the process began.
proc.ppid.duration RELTIME Nanoseconds since the parent began.
proc.pid.ts RELTIME When the process began, in nanoseconds since 1970.
proc.ppid.ts RELTIME When the parent began, in nanoseconds since 1970.
proc.is_exe_writable BOOL Whether the user who started it may write to the program.
proc.is_exe_upper_layer BOOL Whether the program lies in the upper layer of an overlay, so is not from the image.
proc.is_exe_lower_layer BOOL Whether the program lies in the lower layer of an overlay.
proc.is_exe_from_memfd BOOL Whether the program is in memory only.
proc.is_sid_leader BOOL Whether the process leads its session.
proc.is_vpgid_leader BOOL Whether the process leads its group within its namespace.
proc.is_pgid_leader BOOL Whether the process leads its group as the host sees it.
proc.exe_ino INT64 Inode of the program.
proc.exe_ino.ctime ABSTIME When the inode of the program last changed.
proc.exe_ino.mtime ABSTIME When the program was last written.
proc.exe_ino.ctime_duration_proc_start ABSTIME Nanoseconds from that change to the start of the process.
proc.exe_ino.ctime_duration_pidns_start ABSTIME Nanoseconds from the start of the namespace to that change.
proc.pidns_init_start_ts UINT64 When the namespace of the process began.
thread.cap_permitted CHARBUF Permitted capabilities.
thread.cap_inheritable CHARBUF Inheritable capabilities.
thread.cap_effective CHARBUF Effective capabilities.
proc.fdopencount UINT64 How many files the process has open.
proc.fdlimit INT64 How many files the process may have open.
proc.fdusage DOUBLE Share of the allowed files that are open.
proc.vmsize UINT64 Virtual memory of the process in KiB.
proc.vmrss UINT64 Resident memory of the process in KiB.
proc.vmswap UINT64 Swapped memory of the process in KiB.
thread.pfmajor UINT64 Major page faults so far.
thread.pfminor UINT64 Minor page faults so far.
thread.tid INT64 Thread id.
thread.ismain BOOL Whether it is the first thread of the process.
thread.vtid INT64 Thread id within its namespace.
thread.nametid CHARBUF Name of the process and id of the thread.
thread.exectime RELTIME Processor time of the thread that ran last.
thread.totexectime RELTIME Processor time of the thread so far.
thread.cgroups CHARBUF All control groups.
thread.cgroup CHARBUF[dotted] Control group of a subsystem, such as thread.cgroup.cpuacct.
proc.nthreads UINT64 How many threads the process has.
proc.nchilds UINT64 How many threads the process has besides the first.
thread.cpu DOUBLE Processor time in the last second.
thread.cpu.user DOUBLE Processor time as user in the last second.
thread.cpu.system DOUBLE Processor time in the kernel in the last second.
thread.vmsize UINT64 Virtual memory in KiB, 0 for all but the first thread.
thread.vmrss UINT64 Resident memory in KiB, 0 for all but the first thread.
thread.vmsize.b UINT64 Virtual memory in bytes.
thread.vmrss.b UINT64 Resident memory in bytes.
proc.stdin.type CHARBUF What kind of file standard input is.
proc.stdout.type CHARBUF What kind of file standard output is.
proc.stderr.type CHARBUF What kind of file standard error is.
proc.stdin.name CHARBUF Name of standard input.
proc.stdout.name CHARBUF Name of standard output.
proc.stderr.name CHARBUF Name of standard error.
user.uid UINT32 User id.
user.name CHARBUF User name.
user.homedir CHARBUF Home directory.
user.shell CHARBUF Login shell.
user.loginuid INT64 Id of the user who logged in, -1 if none did.
user.loginname CHARBUF Name of the user who logged in.
group.gid UINT32 Group id.
group.name CHARBUF Group name.
`;
