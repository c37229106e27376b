"""Letters over SMTP (gửi thư), through the mail server of the installation."""

import asyncio
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from typing import Final

import aiosmtplib

from ntm_verify.domain.delivery import End, Outcome
from ntm_verify.usecases.ports import Letter

TIMEOUT: Final = 30.0
ALL_IN_ALL: Final = 90.0
DONE: Final = Outcome(End.DONE, "250")
PERMANENT: Final = 500


@dataclass(frozen=True, slots=True)
class Mailer:
    """Sends letters through one server (máy chủ thư).

    `encryption`: "tls" from the first byte, "starttls" or nothing is sent, "optional" where the
    server offers it, "none". Certificates are always checked, against `ca_file` if there is one.
    """

    host: str
    port: int
    sender: str
    encryption: str = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)
    ca_file: str = ""

    async def send(self, letter: Letter) -> Outcome:
        """Hand a letter to the server; whatever goes wrong is said in a code."""
        try:
            async with asyncio.timeout(ALL_IN_ALL):
                await self._hand_over(letter)
        except (TimeoutError, aiosmtplib.SMTPTimeoutError):
            return Outcome(End.LATER, "timeout")
        except aiosmtplib.SMTPAuthenticationError:
            return Outcome(End.LATER, "login")
        except aiosmtplib.SMTPRecipientsRefused as refused:
            return _answered(refused.recipients[0].code)
        except aiosmtplib.SMTPResponseException as refused:
            return _answered(refused.code)
        except (aiosmtplib.SMTPException, OSError) as failure:
            return Outcome(End.LATER, _kind(failure))
        return DONE

    async def _hand_over(self, letter: Letter) -> None:
        start_tls = {"starttls": True, "optional": None}.get(self.encryption, False)
        await aiosmtplib.send(
            written(letter, self.sender),
            sender=self.sender,
            recipients=[letter.to],
            hostname=self.host,
            port=self.port,
            username=self.user or None,
            password=self.password or None,
            timeout=TIMEOUT,
            use_tls=self.encryption == "tls",
            start_tls=start_tls,
            tls_context=ssl.create_default_context(cafile=self.ca_file or None),
            local_hostname=_host(self.sender),
        )


def written(letter: Letter, sender: str) -> EmailMessage:
    """Write a letter as RFC 5322 asks, in UTF-8; RFC 3834 marks it as made by a machine."""
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = letter.to
    message["Subject"] = " ".join(letter.subject.split())
    message["Date"] = letter.at
    message["Message-ID"] = f"<{letter.name}@{_host(sender)}>"
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = "vi"
    message.set_content(letter.text, cte="quoted-printable")
    return message


def _host(sender: str) -> str:
    return sender.rpartition("@")[2].rstrip(">")


def _answered(code: int) -> Outcome:
    """Read a reply code: 5yz is for good, anything else may pass (RFC 5321, 4.2.1)."""
    return Outcome(End.NEVER if code >= PERMANENT else End.LATER, str(code))


def _kind(failure: Exception) -> str:
    """Say what failed before the server answered."""
    here: BaseException | None = failure
    while here is not None:
        if isinstance(here, ssl.SSLError) or "STARTTLS" in str(here):
            return "tls"
        here = here.__cause__ or here.__context__
    away = aiosmtplib.SMTPConnectError, aiosmtplib.SMTPServerDisconnected, OSError
    return "unreachable" if isinstance(failure, away) else "protocol"
