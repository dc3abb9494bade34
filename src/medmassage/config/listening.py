"""How the server listens: what it reads at most, and which proxy it believes."""

import os
from typing import Any

from django.conf import settings

# What a proxy may say of a request: who asked, and whether it came by HTTPS.
BELIEVED = {"x-forwarded-for", "x-forwarded-proto"}


def options() -> dict[str, Any]:
    """Options of waitress. With ``MEDMASSAGE_HTTPS`` it believes the one proxy at ``MEDMASSAGE_PROXY``, nobody else.

    Without a proxy's word each request would look like plain HTTP, and be sent on to HTTPS for ever.
    """
    found: dict[str, Any] = {"threads": 8, "ident": None, "max_request_body_size": settings.LARGEST_REQUEST}
    if settings.HTTPS:
        proxy = os.environ.get("MEDMASSAGE_PROXY", "127.0.0.1")
        found |= {"trusted_proxy": proxy, "trusted_proxy_headers": BELIEVED}
    return found
