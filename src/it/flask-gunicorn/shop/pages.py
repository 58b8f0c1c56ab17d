from flask import Blueprint, render_template

pages = Blueprint("pages", __name__)


@pages.get("/")
def home():
    return "Welcome to the shop"


@pages.get("/health")
def health():
    return {"status": "up"}


@pages.get("/about")
def about():
    return render_template("about.html")


@pages.get("/opening-hours/<path:zone>")
def opening_hours(zone):
    from datetime import datetime
    from zoneinfo import ZoneInfo

    opens = datetime(2024, 1, 15, 9, tzinfo=ZoneInfo("Europe/Berlin"))
    return f"{opens.astimezone(ZoneInfo(zone)):%H:%M %Z}"


@pages.get("/partners")
def partners():
    import ssl
    from urllib.request import HTTPSHandler, build_opener

    context = ssl.create_default_context()
    build_opener(HTTPSHandler(context=context))
    return {"certificates": len(context.get_ca_certs())}


@pages.get("/whoami")
def whoami():
    import subprocess

    return subprocess.check_output(["id", "-u"])
