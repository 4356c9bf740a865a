"""``python -m simulators.payment --port 8011``; the secret comes from LIENTHONG_PAYMENT_SECRET."""

from __future__ import annotations

import argparse
import os
import sys

from simulators.payment.gateway import Gateway
from simulators.payment.server import make_server


def main() -> int:
    parser = argparse.ArgumentParser(description="A simulated payment gateway on 127.0.0.1")
    parser.add_argument("--port", type=int, required=True)
    arguments = parser.parse_args()
    secret = os.environ.get("LIENTHONG_PAYMENT_SECRET", "")
    if not secret:
        print("Thiếu LIENTHONG_PAYMENT_SECRET", file=sys.stderr)
        return 2
    server = make_server(Gateway(secret), arguments.port)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        server.server_close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
