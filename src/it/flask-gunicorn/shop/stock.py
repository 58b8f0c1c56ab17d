import os
import tempfile

from flask import Blueprint, current_app, jsonify

stock = Blueprint("stock", __name__)


@stock.get("/")
def items():
    import sqlite3

    with tempfile.TemporaryDirectory() as directory:
        db = sqlite3.connect(os.path.join(directory, "stock.db"))
        with current_app.open_resource("schema.sql", "r") as schema:
            db.executescript(schema.read())
        rows = db.execute("select name, price from item where price < 2 order by name").fetchall()
        db.close()
    return jsonify(dict(rows))


@stock.get("/price-list.csv")
def price_list():
    from .export import price_list

    return price_list(), {"Content-Type": "text/csv"}
