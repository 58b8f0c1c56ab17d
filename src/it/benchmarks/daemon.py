#!/usr/bin/env python3
"""What slim:minify takes for an image of the Docker engine, held against `docker save` and the app's own start. To be
run as

    src/it/benchmarks/daemon.py [flask] [nginx] [java] [generated]

Builds the images of src/it/flask-article and src/it/nginx, one of src/it/httpserver on a JRE of Debian, and one of
1,000 MB as scale.py makes it. Minifies each in Docker with an empty cache, then once more with the source known
(slim.rerun). The floor of the same run: the median of three `docker save | cat >/dev/null`, and `docker run` of the
source and of the minified image until each answers `GET /`. The ratio is what the run took beyond these two starts, to
`docker save`. Nothing of it is left. Default: all four.

Seconds depend on what else the machine does: compare ratios. The plugin must be installed (./mvnw install -DskipTests);
MAVEN_ARGS=-Dmaven.repo.local=DIR names another repository. Needs gcc and a Docker engine.
"""
import json
import shutil
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request

sys.dont_write_bytecode = True

import scale  # noqa: E402
from scale import ROOT, WORK, measured, minify, row

SOURCE, SLIM = "slim-benchmark/daemon:source", "slim-benchmark/daemon:slim"
STAGES = ("open", "launch", "probe", "trace", "minify", "verify", "write")


def base(name, *packages):
    measured(["sh", ROOT / "src/it/bin/debian-base.sh", "-n", name, *packages])


def build(directory):
    measured(["docker", "build", "--quiet", "--tag", SOURCE, directory])


def packages(project):
    """What the test's prebuild.groovy gives the base, its name first."""
    text = (ROOT / "src/it" / project / "prebuild.groovy").read_text()
    return text[text.index("Bases.debian"):].split(")")[0].split("'")[1::2]


def project(name):
    base(*packages(name))
    build(ROOT / "src/it" / name)


def java():
    base("openjdk-17-jre-headless", "openjdk-17-jre-headless")
    context = WORK / "java"
    sources = (ROOT / "src/it/httpserver/src/main/java").rglob("*.java")
    measured(["javac", "--release", "17", "-d", context / "classes", *sources])
    [main] = [f.stem for f in (context / "classes").rglob("*.class") if "$" not in f.name]
    package = next((context / "classes").rglob(main + ".class")).parent.relative_to(context / "classes")
    (context / "Dockerfile").write_text(
        "FROM slim-it/debian:openjdk-17-jre-headless\nCOPY classes /app\nEXPOSE 8080\n"
        f'ENTRYPOINT ["java", "-cp", "/app", "{".".join([*package.parts, main])}"]\n')
    build(context)


def generated():
    scale.image(1000, 10000)
    measured(["docker", "load", "-i", WORK / "image.tar"])
    (WORK / "image.tar").unlink()
    measured(["docker", "tag", "slim-benchmark/scale:latest", SOURCE])
    measured(["docker", "image", "rm", "slim-benchmark/scale:latest"])


IMAGES = {"flask": lambda: project("flask-article"), "nginx": lambda: project("nginx"), "java": java,
          "generated": generated}


def answers(address):
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(f"http://{address}/", timeout=30):
            return True
    except urllib.error.HTTPError as e:
        return e.code < 500
    except OSError:
        return False


def start(reference):
    """Seconds from `docker run` to the first answer."""
    began = time.monotonic()
    _, _, out = measured(["docker", "run", "--detach", "--publish-all", reference])
    container = out.strip()
    try:
        _, _, ports = measured(["docker", "port", container])
        address = ports.splitlines()[0].split(" -> ")[1].replace("0.0.0.0", "127.0.0.1")
        while not answers(address):
            if time.monotonic() - began > 60:
                sys.exit(f"{reference} does not answer at {address}")
            time.sleep(0.01)
        return time.monotonic() - began
    finally:
        measured(["docker", "rm", "--force", container])


def compare(name):
    IMAGES[name]()
    save = statistics.median(
        measured(["sh", "-c", f"docker save {SOURCE} | cat >/dev/null"])[0] for _ in range(3))
    [size] = json.loads(measured(["docker", "image", "inspect", SOURCE])[2])
    for run, more in (("first", ()), ("known", ("-Dslim.rerun",))):
        wall, cpu, peak, report, _ = minify(f"docker://{SOURCE}", "docker", f"-Dslim.to=docker://{SLIM}",
                                              *([scale.STAYS] if name == "generated" else []), *more)
        times = {stage: millis / 1000 for stage, millis in report["timings"].items()}
        starts = start(SOURCE) + start(SLIM)
        row(f"{name}, {size['Size'] / 1e6:.0f} MB, {run}", f"{save:.1f}", f"{starts:.1f}",
            *(f"{times[stage]:.1f}" for stage in STAGES), f"{times['total']:.1f}",
            f"{(times['total'] - starts) / save:.2f}", f"{wall:.1f} ({cpu:.1f})", f"{peak} MB")


def main(names):
    row("image", "docker save", "starts", *STAGES, "total", "ratio", "Maven (CPU)", "peak heap")
    row(*["---"] * 14)
    for name in names or IMAGES:
        shutil.rmtree(WORK, ignore_errors=True)
        WORK.mkdir(parents=True)
        try:
            compare(name)
        finally:
            subprocess.run(["docker", "image", "rm", "--force", SOURCE, SLIM], stdout=subprocess.DEVNULL,
                           stderr=subprocess.DEVNULL, check=False)
            shutil.rmtree(WORK, ignore_errors=True)


if __name__ == "__main__":
    main(sys.argv[1:])
