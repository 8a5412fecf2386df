"""A mail server on loopback that puts down what it gets, and refuses what its recipients' names say."""

import base64
import email
import email.policy
import json
import os
import ssl
import sys
import time

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import MISSING, AuthResult, Envelope, Session, SMTP

file, starttls_port, implicit_port, plain_port, certfile, keyfile = sys.argv[1:]
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(certfile, keyfile)


class Handler:
    """Names of recipients: refused@ never, later@ only when asked again after some time."""

    def __init__(self):
        self.deferred = set()

    async def handle_RCPT(self, server, session: Session, envelope: Envelope, address, options):
        if address.startswith("refused@"):
            return "550 5.1.1 There is nobody of that name here"
        if address.startswith("later@") and address not in self.deferred:
            self.deferred.add(address)
            return "450 4.7.1 Try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_MAIL(self, server, session: Session, envelope: Envelope, address, options):
        if address.startswith("stranger@"):
            return "550 5.7.1 You may not send as this"
        envelope.mail_from = address
        return "250 OK"

    async def handle_DATA(self, server, session: Session, envelope: Envelope):
        if b"spam" in envelope.content:
            return "554 5.7.1 This looks like spam"
        if b"quota" in envelope.content:
            return "550 5.4.5 Daily user sending limit exceeded"
        if b"busy" in envelope.content:
            return "451 4.3.0 Busy"
        message = email.message_from_bytes(envelope.original_content, policy=email.policy.default)
        html = message.get_body(("html",))
        mail = {
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "peer": session.peer[1],
            "tls": server.transport.get_extra_info("sslcontext") is not None,
            "login": session.auth_data.decode() if session.auth_data else None,
            "headers": {name.lower(): str(value) for name, value in message.items()},
            "lines": max(map(len, envelope.original_content.split(b"\r\n"))),
            "text": message.get_body(("plain",)).get_content().replace("\r\n", "\n"),
            "html": html.get_content().replace("\r\n", "\n") if html else None,
        }
        with open(file, "a") as mails:
            mails.write(json.dumps(mail) + "\n")
            mails.flush()
            os.fsync(mails.fileno())
        return "250 2.0.0 OK, kept"

    async def auth_XOAUTH2(self, server: SMTP, arguments):
        return await self.bearer(server, arguments, b"")

    async def auth_OAUTHBEARER(self, server: SMTP, arguments):
        return await self.bearer(server, arguments, b"\x01")

    async def bearer(self, server: SMTP, arguments, expected):
        said = base64.b64decode(arguments[1])
        if b"auth=Bearer swordfish\x01" in said:
            return AuthResult(success=True, auth_data=said)
        answer = await server.challenge_auth('{"status":"401"}')
        if answer is not MISSING and answer == expected:
            await server.push("535 5.7.8 The token is not accepted")
        else:
            await server.push("501 5.5.2 That was no answer to an error")
        return AuthResult(success=False, handled=True)

    async def auth_EXTERNAL(self, server: SMTP, arguments):
        return AuthResult(success=True, auth_data=base64.b64decode(arguments[1]))

    async def auth_ANONYMOUS(self, server: SMTP, arguments):
        return AuthResult(success=True, auth_data=base64.b64decode(arguments[1]))


def authenticate(server, session, envelope, mechanism, data):
    is_right = data.login == b"falco" and data.password == b"swordfish"
    return AuthResult(success=is_right, handled=False, auth_data=data.login if is_right else None)


handler = Handler()
common = dict(hostname="127.0.0.1", authenticator=authenticate, data_size_limit=200_000)
offers_no_login = ["PLAIN", "LOGIN", "XOAUTH2", "OAUTHBEARER", "EXTERNAL", "ANONYMOUS"]
for port, options in [
    (starttls_port, dict(tls_context=context, require_starttls=True)),
    (implicit_port, dict(ssl_context=context, auth_require_tls=False)),
    (plain_port, dict(auth_require_tls=False, auth_exclude_mechanism=offers_no_login)),
]:
    Controller(handler, port=int(port), **options, **common).start()
while True:
    time.sleep(3600)
