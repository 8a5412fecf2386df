/** Fields of open files, sockets and paths, in the notation of `syscall-catalog.ts`. */
export const fileFields = `
fd.num INT64 Number of the file descriptor.
fd.type CHARBUF Kind of file: file, directory, ipv4, ipv6, unix, pipe and so on.
fd.typechar CHARBUF Kind of file as one character.
fd.name CHARBUF Full path, or both ends of a connection.
fd.directory CHARBUF Directory of a file.
fd.filename CHARBUF Name of a file without its directory.
fd.ip IPADDR Address of either end.
fd.cip IPADDR Address of the client.
fd.sip IPADDR Address of the server.
fd.lip IPADDR Address of this host.
fd.rip IPADDR Address of the other host.
fd.port PORT Port of either end.
fd.cport PORT Port of the client.
fd.sport PORT Port of the server.
fd.lport PORT Port of this host.
fd.rport PORT Port of the other host.
fd.l4proto CHARBUF Protocol: tcp, udp, icmp or raw.
fd.sockfamily CHARBUF Family of the socket: ip or unix.
fd.is_server BOOL Whether this process is the server.
fd.uid CHARBUF Number of the descriptor and thread id.
fd.containername CHARBUF Id of the container and name of the file.
fd.containerdirectory CHARBUF Id of the container and name of the directory.
fd.proto PORT Service of either port.
fd.cproto CHARBUF Service of the client's port.
fd.sproto CHARBUF Service of the server's port.
fd.lproto CHARBUF Service of this host's port.
fd.rproto CHARBUF Service of the other host's port.
fd.net IPNET Network of either end.
fd.cnet IPNET Network of the client.
fd.snet IPNET Network of the server.
fd.lnet IPNET Network of this host.
fd.rnet IPNET Network of the other host.
fd.connected BOOL Whether the socket is connected.
fd.name_changed BOOL Whether this event gave the file another name.
fd.cip.name CHARBUF Domain name of the client.
fd.sip.name CHARBUF Domain name of the server.
fd.lip.name CHARBUF Domain name of this host.
fd.rip.name CHARBUF Domain name of the other host.
fd.dev INT32 Device of the file.
fd.dev.major INT32 Major number of the device.
fd.dev.minor INT32 Minor number of the device.
fd.ino INT64 Inode of the file.
fd.nameraw CHARBUF Path as it was given.
fd.types CHARBUF*[number] Kinds of all open files, or of one.
fd.is_upper_layer BOOL Whether the file lies in the upper layer of an overlay.
fd.is_lower_layer BOOL Whether the file lies in the lower layer of an overlay.
fs.path.name CHARBUF Full path an event is about.
fs.path.nameraw CHARBUF Path an event is about, as it was given.
fs.path.source CHARBUF Full path from which something is moved or copied.
fs.path.sourceraw CHARBUF That path as it was given.
fs.path.target CHARBUF Full path to which something is moved or copied.
fs.path.targetraw CHARBUF That path as it was given.
util.cnt UINT64 A counter.
fdlist.nums CHARBUF Numbers of the files of a poll, separated by commas.
fdlist.names CHARBUF Names of the files of a poll.
fdlist.cips CHARBUF Client addresses of the files of a poll.
fdlist.sips CHARBUF Server addresses of the files of a poll.
fdlist.cports CHARBUF Client ports of the files of a poll.
fdlist.sports CHARBUF Server ports of the files of a poll.
`;
