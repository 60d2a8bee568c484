"""A server of the test's own that gives the page as it was bundled and tells it of an estate the test made up: what no simulated product has yet."""

import http.server
import json
import socket
import threading
from datetime import datetime, timedelta, timezone

from programs import ROOT

BUNDLE = ROOT / "Sources" / "CWebAssets" / "bundle"
TYPES = {"html": "text/html; charset=utf-8", "js": "text/javascript; charset=utf-8", "css": "text/css; charset=utf-8", "svg": "image/svg+xml", "webmanifest": "application/manifest+json"}


def ago(**span):
    return (datetime.now(timezone.utc) - timedelta(**span)).strftime("%Y-%m-%dT%H:%M:%SZ")


def resource(kind, id, name, facts, metrics=None, source="harbour", parent=None, status="online", reason=None):
    return {"id": id, "kind": kind, "source": source, "parent": parent, "name": name, "displayName": None, "note": "", "tags": [], "status": status, "reason": reason, "since": ago(days=2),
            "lastSeen": ago(seconds=3), "metrics": metrics or {}, "facts": facts}


def source(slug, kind, version):
    return {"source": slug, "kind": kind, "name": slug, "condition": "reachable", "version": version, "lastAnswerAt": ago(seconds=3), "intervalSeconds": 10, "problems": [], "missingPrivileges": [],
            "endpoints": []}


EMPTY_BOARD = {
    "at": ago(seconds=5), "guests": [], "datastores": [], "total": 0, "next": None,
    "summary": {"unprotected": 0, "attention": 0, "unknown": 0, "protected": 0, **{f"{kind}{what}": 0 for kind in ("orphan", "ambiguous", "undecided", "host") for what in ("Backups", "Bytes")}},
}


class Answerer(http.server.ThreadingHTTPServer):
    """Ends its connections with itself: a browser keeps them, and would go on being answered."""

    daemon_threads = True

    def __init__(self, *arguments):
        self.connections = set()
        super().__init__(*arguments)

    def process_request(self, request, client_address):
        self.connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request):
        self.connections.discard(request)
        super().shutdown_request(request)

    def server_close(self):
        super().server_close()
        for one in list(self.connections):
            try:
                one.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


class Invented:
    """
    Serves until `end`. Everybody is signed in, and only what is in `more` is there to be asked for, by path, with or without its query: what is to be answered, a
    status with it, or a function that answers so when it is given the body; with `POST ` and the like before the path where it is no GET. What was sent is kept in
    `sent`, and what was asked for in `asked`. `tell` sends a further event to every open page.
    """

    def __init__(self, sources, resources, more=None):
        told = {"sequence": 1, "at": ago(seconds=0), "demo": False, "sources": sources, "resources": [{**one, "handle": handle} for handle, one in enumerate(resources)]}
        answers = {
            "session": {"user": "admin", "demo": False, "version": "0", "permissions": ["*"], "roles": ["administrator"], "limited": False, "method": "password", "csrfToken": "x"}, "preferences": {},
            "sign-in-options": {"password": True, "passkeys": False, "oidc": None, "proxy": False},
            "health": {"audit": "ok", "history": "ok", "status": "healthy", "timestamp": 0, "uptime": 1, "version": "0", "database": "ok", "tickAgeSeconds": 1,
                       "sources": {"reachable": 1, "total": 1}},
            "resources/recent": {"at": ago(seconds=0), "stepSeconds": 10, "points": 60, "series": {}}, "backups/board": EMPTY_BOARD, "history": {"from": ago(hours=1), "to": ago(seconds=0), "stepSeconds": 60, "series": []}, **(more or {}),
        }

        self.sent, self.asked, self.told = sent, asked, further = [], [], []

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def reply(self, status, kind, body):
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def change(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                path = self.path.lstrip("/").removeprefix("api/")
                sent.append((self.command, path, json.loads(body) if body else None))
                self.answer(answers.get(f"{self.command} {path}", {}), sent[-1][2])

            do_PUT = do_POST = do_DELETE = change

            def answer(self, answer, body=None):
                answer = answer(body) if callable(answer) else answer
                status, body = answer if isinstance(answer, tuple) else (200, answer)
                self.reply(status, "application/json", json.dumps(body).encode())

            def do_GET(self):
                path = self.path.split("?")[0].lstrip("/")
                if path == "api/events":
                    return self.stream()
                if path.startswith("api/"):
                    whole = self.path.lstrip("/").removeprefix("api/")
                    asked.append(whole)
                    missing = (404, {"error": "There is no such thing.", "code": "not_found", "details": {}})
                    return self.answer(answers.get(whole, answers.get(path.removeprefix("api/"), missing)))
                file = BUNDLE / (path or "index.html")
                if not file.is_file():
                    return self.reply(404, "text/plain", b"")
                self.reply(200, TYPES[file.suffix[1:]], file.read_bytes())

            def stream(self):
                self.send_response(200)
                self.send_header("Content-Type", "text/event-stream")
                self.send_header("Connection", "close")
                self.end_headers()
                try:
                    self.wfile.write(f"event: snapshot\nid: 1\ndata: {json.dumps(told)}\n\n".encode())
                    at = len(further)
                    while not ended.wait(0.1):
                        new = further[at:]
                        at += len(new)
                        self.wfile.write(b"".join([*new, b"event: beat\ndata: {}\n\n"]))
                        self.wfile.flush()
                except OSError:
                    pass
                self.close_connection = True

        self.ended = ended = threading.Event()
        self.handler, self.cookie = Handler, "pulse=invented"
        self.serve()
        self.url = f"http://127.0.0.1:{self.server.server_port}/"

    def serve(self, port=0):
        self.server = Answerer(("127.0.0.1", port), self.handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def tell(self, event, data):
        self.told.append(f"event: {event}\ndata: {json.dumps(data)}\n\n".encode())

    def sign_in(self):
        return self

    def again(self):
        """After `end`, at the same address."""
        self.ended.clear()
        self.serve(self.server.server_port)

    def end(self):
        self.ended.set()
        self.server.shutdown()
        self.server.server_close()
