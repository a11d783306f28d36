"""Selects the environment variables for the programs that a start runs.

A variable can make almost every program do something else than it was started for: pip would
install another package (PIP_REQUIREMENT), and apt-get would read another configuration
(APT_CONFIG). So these programs get only the variables that any program or a clinic's network needs.
"""

import os
from collections.abc import Iterable, Mapping

_OF_ANY_PROGRAM = ("PATH", "HOME", "USER", "LOGNAME", "LANG", "TERM", "TMPDIR")

_OF_THE_NETWORK = (
    *("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"),
    *("http_proxy", "https_proxy", "ftp_proxy", "all_proxy", "no_proxy"),
    *("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "NETRC"),
)


def handed_on(own: Mapping[str, str] = os.environ, more: Iterable[str] = ()) -> dict[str, str]:
    """Give the environment variables for a program.

    Args:
        own: variables of this process.
        more: names of variables that this program gets as well.
    """
    names = {*_OF_ANY_PROGRAM, *_OF_THE_NETWORK, *more}
    return {name: value for name, value in own.items() if name in names}
