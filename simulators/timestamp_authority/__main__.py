"""``python -m simulators.timestamp_authority --port 8012 [--keys FOLDER]``"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from simulators.timestamp_authority.server import Authority, make_server


def main() -> int:
    parser = argparse.ArgumentParser(description="A simulated RFC 3161 timestamp authority on 127.0.0.1")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument(
        "--keys", type=Path, help="folder of key and certificate; without it they live in memory"
    )
    arguments = parser.parse_args()
    authority = Authority.at(arguments.keys) if arguments.keys else Authority.new()
    server = make_server(authority, arguments.port)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        server.server_close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
