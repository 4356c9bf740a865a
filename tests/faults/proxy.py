"""A TCP proxy that sometimes passes a request on and swallows the reply, as a bad line does."""

from __future__ import annotations

import random
import socket
import threading


class SwallowingProxy:
    """Listens on ``port``; each connection loses its reply with the probability ``loss``."""

    def __init__(self, target: int, loss: float) -> None:
        self.target = target
        self.loss = loss
        self.lost = 0
        self.server = socket.create_server(("127.0.0.1", 0))
        self.port = int(self.server.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self.server.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=[client], daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        swallow = random.random() < self.loss
        with client, socket.create_connection(("127.0.0.1", self.target), timeout=30) as server:
            threading.Thread(target=_pump, args=[client, server], daemon=True).start()
            if swallow:
                # Wait for the reply, so that the work is surely done, then drop the line without a word.
                try:
                    if server.recv(65536):
                        self.lost += 1
                except OSError:
                    pass
                return
            _pump(server, client)

    def close(self) -> None:
        self.server.close()


def _pump(source: socket.socket, sink: socket.socket) -> None:
    try:
        while block := source.recv(65536):
            sink.sendall(block)
    except OSError:
        pass
