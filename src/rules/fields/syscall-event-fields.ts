/** Fields of system calls and other events of the kernel, in the notation of `syscall-catalog.ts`. */
export const eventFields = `
~evt.latency RELTIME Nanoseconds between entry and exit.
~evt.latency.s RELTIME Whole seconds between entry and exit.
~evt.latency.ns RELTIME Nanoseconds beyond the whole seconds.
~evt.latency.quantized UINT64 Logarithm of the time between entry and exit.
~evt.latency.human CHARBUF Time between entry and exit in words.
evt.deltatime RELTIME Nanoseconds since the event before.
evt.deltatime.s RELTIME Whole seconds since the event before.
evt.deltatime.ns RELTIME Nanoseconds beyond the whole seconds.
^evt.outputtime CHARBUF Time in the form that was asked for on the command line.
~evt.dir CHARBUF Direction: > on entry, < on exit.
evt.type CHARBUF Name of the event, such as open.
evt.type.is UINT32[dotted] 1 for events of a type, such as evt.type.is.open.
syscall.type CHARBUF Name of the system call, for system calls only.
evt.category CHARBUF Category, such as file, net or memory.
evt.cpu INT16 Processor the event happened on.
evt.args CHARBUF All arguments as one text.
evt.arg CHARBUF[dotted] An argument by name or number, as text where there is one: evt.arg.fd, evt.arg[0].
evt.rawarg BYTEBUF[dotted] An argument by name, as it is: evt.rawarg.fd.
evt.info CHARBUF The same as evt.args.
evt.buffer BYTEBUF What was read or written.
evt.buflen UINT64 How much was read or written.
evt.res CHARBUF Result: SUCCESS or the name of the error.
evt.rawres INT64 Result as a number.
evt.failed BOOL Whether it failed.
evt.is_io BOOL Whether it reads or writes.
evt.is_io_read BOOL Whether it reads.
evt.is_io_write BOOL Whether it writes.
evt.io_dir CHARBUF r for what reads, w for what writes.
evt.is_wait BOOL Whether it makes the thread wait.
~evt.wait_latency RELTIME How long the thread waited.
evt.is_syslog BOOL Whether it writes to the system log.
evt.count UINT32 Always 1.
evt.count.error UINT32 1 for what failed.
evt.count.error.file UINT32 1 for what failed with files.
evt.count.error.net UINT32 1 for what failed with the network.
evt.count.error.memory UINT32 1 for what failed with memory.
evt.count.error.other UINT32 1 for what failed otherwise.
evt.count.exit UINT32 1 on exit.
evt.count.procinfo UINT32 1 for news of a process.
evt.count.threadinfo UINT32 1 for news of a thread.
evt.around UINT64[required] Whether the event is within some milliseconds of a time.
evt.abspath CHARBUF[dotted] Full path of an event's directory and name; evt.abspath.src and evt.abspath.dst where there are two.
evt.buflen.in UINT64 How much was read.
evt.buflen.out UINT64 How much was written.
evt.buflen.file UINT64 How much was read from or written to files.
evt.buflen.file.in UINT64 How much was read from files.
evt.buflen.file.out UINT64 How much was written to files.
evt.buflen.net UINT64 How much was received or sent.
evt.buflen.net.in UINT64 How much was received.
evt.buflen.net.out UINT64 How much was sent.
evt.is_open_read BOOL Whether it opens for reading.
evt.is_open_write BOOL Whether it opens for writing.
evt.infra.docker.name CHARBUF Name of a Docker event.
evt.infra.docker.container.id CHARBUF Id of the container of a Docker event.
evt.infra.docker.container.name CHARBUF Name of the container of a Docker event.
evt.infra.docker.container.image CHARBUF Image of the container of a Docker event.
evt.is_open_exec BOOL Whether it creates a file that may be executed.
evt.is_open_create BOOL Whether it creates a file.
`;
