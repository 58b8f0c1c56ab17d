#!/usr/bin/env python3
"""How the cost of slim:minify grows with an image's bytes and files. To be run as

    src/it/benchmarks/scale.py [MB:FILES...]

Makes an image of each size (the server of src/it/scratch-c, static, and generated files of which a fifth stays; the
same bytes each time), minifies it in the sandbox with a cold cache and a heap of 512 MB, and once more unchanged.
Prints stage times, processor time (user and system, of Maven and all that it starts), the heap's peak and what the
unchanged run takes beyond a Maven whose goal is skipped. The floor of the same run: reading the layers once with
SHA-256, and `tar | gzip -6` of what stays. Nothing of it is left. Default: 100:10000 1000:10000 5000:10000 1000:100000
500:500000. An image of the Docker engine: see daemon.py.

Seconds depend on what else the machine does: compare ratios and processor time. The plugin must be installed
(./mvnw install -DskipTests); MAVEN_ARGS=-Dmaven.repo.local=DIR names another repository. Needs gcc, tar and gzip.
"""
import hashlib
import json
import os
import random
import re
import resource
import shutil
import subprocess
import sys
import tarfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
WORK = ROOT / "target/benchmarks/scale"
VERSION = re.search(r"^  <version>(.*)</version>$", (ROOT / "pom.xml").read_text(), re.M).group(1)
HEAP = "512m"
KEPT = 5  # every fifth directory
DIRECTORIES = 200
STAYS = "-Dslim.keep=" + ",".join(f"/files-{i:03}/**" for i in range(0, DIRECTORIES, KEPT))


def header(name, size, mode=0o644, kind=b"0"):
    block = bytearray(512)
    for start, value in (
        (0, name.encode()), (100, b"%07o\0" % mode), (108, b"0000000\0"), (116, b"0000000\0"),
        (124, b"%011o\0" % size), (136, b"00000000000\0"), (148, b" " * 8), (156, kind), (257, b"ustar\00000"),
    ):
        block[start : start + len(value)] = value
    block[148:156] = b"%06o\0 " % sum(block)
    return bytes(block)


class Layer:
    """A tar and its digest, written once."""

    def __init__(self, path):
        self.path, self.sha, self.file = path, hashlib.sha256(), open(path, "wb", 1 << 20)

    def write(self, data):
        self.sha.update(data)
        self.file.write(data)

    def add(self, name, data, mode=0o644):
        self.write(header(name, len(data), mode) + data + bytes(-len(data) % 512))

    def directory(self, name):
        self.write(header(name + "/", 0, 0o755, b"5"))

    def finish(self):
        self.write(bytes(1024))
        self.file.close()
        return "sha256:" + self.sha.hexdigest()


def image(megabytes, files):
    """A docker archive of three layers, and the size of its layers."""
    source = random.Random(1)
    # About half of it can be compressed away.
    block = b"".join(source.randbytes(512) + b"lorem ipsum dolor " * 28 + b"sit amet" for _ in range(1 << 11))
    subprocess.run(
        ["gcc", "-static", "-O2", "-o", WORK / "server", ROOT / "src/it/scratch-c/server.c"], check=True)
    base, one, two = (Layer(WORK / f"{i}.tar") for i in range(3))
    base.add("server", (WORK / "server").read_bytes(), 0o755)
    base.directory("data")
    for text in ("greeting.txt", "dots.txt"):
        base.add("data/" + text, (ROOT / "src/it/scratch-c/data" / text).read_bytes())
    size = megabytes * 1_000_000 // files
    for number in range(files):
        layer = one if number < files // 2 else two
        if number * DIRECTORIES % files < DIRECTORIES:
            layer.directory(f"files-{number * DIRECTORIES // files:03}")
        start = number * 7919 % (len(block) // 2)
        content = (b"%d\n" % number + block[start : start + size]) if size < len(block) // 2 else (
            b"%d\n" % number + block * (size // len(block) + 1))
        layer.add(f"files-{number * DIRECTORIES // files:03}/{number}", content[:size])
    ids = [layer.finish() for layer in (base, one, two)]
    config = json.dumps({
        "os": "linux", "architecture": "amd64",
        "config": {"Entrypoint": ["/server"], "ExposedPorts": {"8080/tcp": {}}, "WorkingDir": "/"},
        "rootfs": {"type": "layers", "diff_ids": ids},
        "history": [{"created_by": f"layer {i}"} for i in range(3)],
    }).encode()
    name = hashlib.sha256(config).hexdigest() + ".json"
    manifest = [{"Config": name, "RepoTags": ["slim-benchmark/scale:latest"],
                 "Layers": [f"{i}.tar" for i in range(3)]}]
    (WORK / name).write_bytes(config)
    (WORK / "manifest.json").write_text(json.dumps(manifest))
    with tarfile.open(WORK / "image.tar", "w") as archive:
        for part in ("0.tar", "1.tar", "2.tar", name, "manifest.json"):
            archive.add(WORK / part, part)
            if part != "manifest.json":
                (WORK / part).unlink()
    return (WORK / "image.tar").stat().st_size


def measured(command, **more):
    """Seconds and processor seconds of a command and all that it starts."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    ended = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **more)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if ended.returncode:
        sys.exit(f"{command} failed:\n{ended.stdout}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.monotonic() - began, cpu, ended.stdout


def minify(reference, engine, *more):
    log = WORK / "gc.log"
    environment = dict(os.environ, MAVEN_OPTS=f"-Xmx{HEAP} -Xlog:gc:file={log}")
    wall, cpu, out = measured(
        [ROOT / "mvnw", "-B", "-ntp", f"io.github.slimmaven:slim-maven-plugin:{VERSION}:minify",
         f"-Dslim.image={reference}", f"-Dslim.engine={engine}",
         f"-Dslim.outputDirectory={WORK}/out", f"-Dslim.cacheDirectory={WORK}/cache", "-Dslim.cacheLimit=100 GB",
         *more],
        cwd=WORK, env=environment)
    peak = max([int(m) for m in re.findall(r"(\d+)M->\d+M\(", log.read_text())] or [0])
    report = json.loads((WORK / "out/report.json").read_text())
    return wall, cpu, peak, report, "Nothing has changed" in out


def row(*cells):
    print("| " + " | ".join(str(c) for c in cells) + " |", flush=True)


def archive(megabytes, files):
    size = image(megabytes, files)
    tar = WORK / "image.tar"
    measured(["sh", "-c", f"cat {tar} >/dev/null"])
    hashed, hashed_cpu, _ = measured(["sha256sum", tar])
    wall, cpu, peak, report, _ = minify(f"tar://{tar}", "sandbox", STAYS)
    start, start_cpu, _, _, _ = minify(f"tar://{tar}", "sandbox", STAYS, "-Dslim.minify.skip")
    again, again_cpu, _, _, skipped = minify(f"tar://{tar}", "sandbox", STAYS)
    if not skipped:
        sys.exit("the second run was not skipped")
    times = report["timings"]
    # What stays, as the floor has it: the minified layers through tar and gzip.
    blobs = " ".join(str(WORK / "out/image/blobs/sha256" / p) for p in os.listdir(WORK / "out/image/blobs/sha256")
                     if (WORK / "out/image/blobs/sha256" / p).stat().st_size > 100_000)
    measured(["sh", "-c", f"cat {blobs} | gzip -dc >{WORK}/kept"])
    gzip, gzip_cpu, _ = measured(["sh", "-c", f"tar -cf - -C {WORK} kept | gzip -6 >/dev/null"])
    own = (times["open"] + times["trace"] + times["minify"] + times["write"]) / 1000
    row(f"{size / 1e6:.0f} MB, {files}", f"{hashed:.1f} ({hashed_cpu:.1f})", f"{gzip:.1f} ({gzip_cpu:.1f})",
        *(f"{times[s] / 1000:.1f}" for s in ("open", "launch", "minify", "verify", "write")),
        f"{own:.1f}", f"{own / (hashed + gzip):.2f}", f"{wall:.1f} ({cpu:.1f})",
        f"{cpu / (hashed_cpu + gzip_cpu):.2f}", f"{peak} MB", f"{again - start:.1f} ({again_cpu - start_cpu:.1f})")


def main(arguments):
    row("image", "SHA-256 of it (CPU)", "tar, gzip of what stays (CPU)", "open", "launch", "minify", "verify",
        "write", "own", "own to floor", "Maven (CPU)", "CPU to floor", "peak heap", "again, beyond Maven (CPU)")
    row(*["---"] * 14)
    for case in arguments or ["100:10000", "1000:10000", "5000:10000", "1000:100000", "500:500000"]:
        megabytes, files = map(int, case.split(":"))
        shutil.rmtree(WORK, ignore_errors=True)
        WORK.mkdir(parents=True)
        try:
            archive(megabytes, files)
        finally:
            shutil.rmtree(WORK, ignore_errors=True)


if __name__ == "__main__":
    main(sys.argv[1:])
