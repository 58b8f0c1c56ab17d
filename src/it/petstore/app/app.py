"""A pet store that is strict about what comes in."""
import re

from flask import Flask, abort, jsonify, render_template, request, send_file

app = Flask(__name__)
pets = {1: {"id": 1, "name": "Rex", "kind": "dog", "tags": ["good"]}}


def check(condition, what):
    if not condition:
        abort(400, what)


def check_pet(pet):
    check(isinstance(pet, dict) and isinstance(pet.get("name"), str), "name")
    check(pet.get("kind") in ("cat", "dog"), "kind")
    check(re.fullmatch(r"\d{4}-\d\d-\d\d", pet.get("born", "2024-01-01")), "born")
    check(all(isinstance(tag, str) for tag in pet.get("tags", [])), "tags")
    check("id" not in pet, "id is read-only")


@app.get("/")
def index():
    return render_template("index.html")


@app.get("/about")
def about():
    return render_template("about.html")


@app.get("/openapi.json")
def document():
    return send_file("/app/openapi.json")


@app.get("/api/pets")
def find():
    check(request.args["limit"].isdigit() and 1 <= int(request.args["limit"]) <= 100, "limit")
    check(set(request.args.getlist("status")) <= {"available", "sold"}, "status")
    return jsonify(list(pets.values()))


@app.post("/api/pets")
def add():
    pet = request.get_json()
    check_pet(pet)
    pets[2] = {**pet, "id": 2}
    return pets[2], 201


@app.get("/api/pets/<int:id>")
def get(id):
    return pets.get(id) or abort(404)


@app.put("/api/pets/<int:id>")
def put(id):
    pet = request.get_json()
    check_pet(pet)
    pets[id] = {**pet, "id": id}
    return pets[id]


@app.delete("/api/pets/<int:id>")
def delete(id):
    pets.pop(id, None) or abort(404)
    return "", 204


@app.get("/api/pets/<int:id>/passport")
def passport(id):
    import sqlite3  # only this needs the library

    check(len(request.headers["X-Office"]) == 4, "X-Office")
    check(request.cookies.get("session"), "session")
    return {"engine": sqlite3.connect(":memory:").execute("select 'ok'").fetchone()[0]}


@app.post("/api/owners")
def owner():
    check(request.form["email"].count("@") == 1 and int(request.form["age"]) >= 18, "owner")
    return "welcome"


@app.post("/api/pets/<int:id>/photo")
def photo(id):
    check(request.files["photo"].read(), "photo")
    return "nice"


@app.get("/api/broken")
def broken():
    abort(500)


@app.get("/api/secret")
def secret():
    abort(403)


app.run(host="0.0.0.0", port=8080)
