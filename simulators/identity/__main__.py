"""``python -m simulators.identity --port N --client-id … [--redirect-uri …]``.

The client's secret comes from ``LIENTHONG_OIDC_CLIENT_SECRET``; ``--client-secret`` is for trials by hand, because
other users of the machine can read argument lists.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading

from simulators.identity.server import Server


def main() -> int:
    public = os.environ.get("LIENTHONG_PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")
    parser = argparse.ArgumentParser(prog="simulators.identity", description="Hệ thống định danh mô phỏng")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--client-id", default=os.environ.get("LIENTHONG_OIDC_CLIENT_ID", "lienthong"))
    parser.add_argument("--client-secret", default=os.environ.get("LIENTHONG_OIDC_CLIENT_SECRET", ""))
    parser.add_argument("--redirect-uri", action="append", help=f"mặc định {public}/dinh-danh/ve/")
    given = parser.parse_args()
    if not given.client_secret:
        parser.error("thiếu bí mật của ứng dụng (LIENTHONG_OIDC_CLIENT_SECRET)")
    server = Server(
        given.port,
        client_id=given.client_id,
        client_secret=given.client_secret,
        redirect_uris=tuple(given.redirect_uri or (f"{public}/dinh-danh/ve/",)),
    )
    signal.signal(signal.SIGTERM, lambda *_args: threading.Thread(target=server.shutdown).start())
    print(f"Định danh mô phỏng: {server.provider.issuer}", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    finally:
        server.server_close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
