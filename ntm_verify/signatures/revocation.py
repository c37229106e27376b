"""Who was revoked (danh sách thu hồi): lists from a folder, the demonstration, or their address.

The lists go into the paper, so that it can be examined years later without asking anybody
(ETSI EN 319 142-1, PAdES-B-LT).
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Final

import httpx
from asn1crypto import crl, x509  # type: ignore[import-untyped] # ships no types

from .demonstration import DemonstrationAuthority
from .setup import SigningSetup
from .stamping import CLIENT

LARGEST: Final = 20 * 2**20


class NoRevocationList(Exception):
    """A list of revoked certificates cannot be had (không lấy được danh sách thu hồi)."""


async def revocation_lists(
    setup: SigningSetup,
    certificates: Iterable[x509.Certificate],
    at: datetime,
    client: Callable[[], httpx.AsyncClient] = CLIENT,
) -> list[crl.CertificateList]:
    """Give the lists that speak about these certificates.

    Raises:
        NoRevocationList: an address gives nothing that is a list.

    """
    if setup.lists:
        files = sorted(setup.lists.glob("*.crl"))
        return [crl.CertificateList.load(file.read_bytes()) for file in files]
    found = []
    if setup.is_demonstration:
        list_of_own = DemonstrationAuthority(setup.folder).revocation_list(at)
        found.append(crl.CertificateList.load(list_of_own))
    addresses = {address for known in certificates for address in _addresses(known)}
    async with client() as web:
        fetched = [await _fetch(web, address) for address in sorted(addresses)]
    return found + fetched


def _addresses(certificate: x509.Certificate) -> list[str]:
    points = certificate.crl_distribution_points
    return [point.url for point in points if point.url and point.url.startswith("http")]


async def _fetch(web: httpx.AsyncClient, address: str) -> crl.CertificateList:
    try:
        answer = await web.get(address)
        answer.raise_for_status()
        if len(answer.content) > LARGEST:
            raise NoRevocationList(address)
        found = crl.CertificateList.load(answer.content)
        _ = found["tbs_cert_list"]["this_update"].native  # read now: rubbish shows here
    except (httpx.HTTPError, ValueError) as failure:
        raise NoRevocationList(f"{address}: {type(failure).__name__}") from None
    return found
