"""Notes in a PostgreSQL database, over HTTP. Does not start without its database."""

import json
import os
import signal
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import psycopg2
from psycopg2.extras import RealDictCursor

SCHEMA = """
CREATE TABLE IF NOT EXISTS note (
  id serial PRIMARY KEY,
  text text NOT NULL,
  tags text[] NOT NULL DEFAULT '{}',
  written date NOT NULL DEFAULT '2026-01-31'
)
"""


def connect():
    return psycopg2.connect(os.environ["DATABASE_URL"], cursor_factory=RealDictCursor)


def query(statement, *values):
    with connect() as connection, connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


class Notes(BaseHTTPRequestHandler):
    def do_GET(self):
        url = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(url.query).items()}
        if url.path == "/":
            self.answer(query("SELECT count(*) AS notes FROM note")[0])
        elif url.path == "/notes":
            pattern = f"%{asked.get('like', '')}%"
            self.answer(query("SELECT * FROM note WHERE text ILIKE %s ORDER BY id", pattern))
        elif url.path == "/report":
            self.answer(query("SELECT written, array_agg(text ORDER BY id) AS texts, avg(length(text))"
                              " AS length FROM note GROUP BY written"))
        elif url.path == "/broken":
            try:
                query("SELECT * FROM nowhere")
            except psycopg2.Error as e:
                self.answer({"code": e.pgcode, "is": type(e).__name__}, 409)
        else:
            self.answer({"error": "not found"}, 404)

    def do_POST(self):
        note = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        added = query("INSERT INTO note (text, tags) VALUES (%s, %s) RETURNING id",
                      note["text"], note.get("tags", []))
        self.answer(added[0], 201)

    def answer(self, content, status=200):
        body = json.dumps(content, default=str).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


with connect() as database, database.cursor() as opening:
    opening.execute(SCHEMA)
signal.signal(signal.SIGTERM, lambda *_: sys.exit())
ThreadingHTTPServer(("", 8000), Notes).serve_forever()
