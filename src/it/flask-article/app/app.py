from flask import Flask, jsonify, render_template

app = Flask(__name__)


@app.route("/")
def hello():
    return "Hello World!"


@app.route("/page/<name>")
def page(name):
    return render_template("page.html", name=name)


@app.route("/notes")
def notes():
    import sqlite3

    with sqlite3.connect(":memory:") as db:
        db.execute("create table note (id integer primary key, text)")
        db.executemany("insert into note (text) values (?)", [("milk",), ("bread",)])
        rows = db.execute("select text, length(text) from note order by text").fetchall()
    return jsonify(rows)


@app.route("/tls")
def tls():
    import ssl

    context = ssl.create_default_context()
    return jsonify(certificates=len(context.get_ca_certs()), verify=context.verify_mode.name)


@app.route("/time/<path:zone>")
def time(zone):
    from datetime import datetime, timezone
    from zoneinfo import ZoneInfo

    noon = datetime(2024, 7, 1, 12, tzinfo=timezone.utc)
    return noon.astimezone(ZoneInfo(zone)).isoformat()


@app.route("/date")
def date():
    import subprocess

    return subprocess.run(
        ["date", "--utc", "--date=@0", "+%Y"], capture_output=True, check=True, text=True
    ).stdout


@app.route("/report.csv")
def report():
    import csv
    import decimal
    import io
    import statistics

    out = io.StringIO()
    prices = [decimal.Decimal("1.10"), decimal.Decimal("2.20")]
    csv.writer(out).writerow(["sum", sum(prices), "mean", statistics.mean(prices)])
    return out.getvalue(), {"Content-Type": "text/csv"}


@app.route("/feed")
def feed():
    from xml.etree import ElementTree
    from xml.sax.saxutils import escape

    rss = ElementTree.fromstring("<rss><item>one</item><item>two</item></rss>")
    return ", ".join(escape(item.text) for item in rss.iter("item"))


@app.route("/gather")
def gather():
    import asyncio
    import concurrent.futures

    async def square(number):
        loop = asyncio.get_running_loop()
        with concurrent.futures.ThreadPoolExecutor() as pool:
            return await loop.run_in_executor(pool, pow, number, 2)

    async def squares():
        return await asyncio.gather(*(square(number) for number in range(4)))

    return jsonify(asyncio.run(squares()))


@app.route("/archive.zip")
def archive():
    import bz2
    import io
    import lzma
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as file:
        file.writestr("hello.txt", bz2.compress(lzma.compress(b"hello")))
    return str(zipfile.ZipFile(out).testzip())


@app.route("/mail")
def mail():
    import hashlib
    import secrets
    import uuid
    from email.message import EmailMessage

    message = EmailMessage()
    message["Subject"] = "Grüße"
    message["Message-ID"] = f"<{uuid.uuid4()}@{secrets.token_hex(4)}>"
    message.set_content(hashlib.scrypt(b"secret", salt=b"salt", n=2, r=8, p=1).hex())
    return message.as_bytes()


@app.route("/encoding/<name>")
def encoding(name):
    return "日本".encode(name).hex() + " " + "bücher.example".encode("idna").decode()


@app.route("/local")
def local():
    import locale
    import socket

    locale.setlocale(locale.LC_ALL, "C.UTF-8")
    return socket.getaddrinfo("localhost", 80, type=socket.SOCK_STREAM)[0][4][0]


@app.route("/broken")
def broken():
    total = {"items": 0}
    return str(10 / total["items"])


if __name__ == "__main__":
    app.run(host="0.0.0.0", port=1300, debug=True)
