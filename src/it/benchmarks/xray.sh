#!/bin/sh
# What slim:xray takes for an image of 2 GB, with 300 MB of heap: a docker archive of three layers, made here and removed
# afterwards. Each run is a Maven of its own. To be run as
#   src/it/benchmarks/xray.sh [MB]        MB: of the image (2048)
# The first run verifies the digests of the layers, as each first use of an image does; the second knows them; the
# third does too, but has to read from the disk what it reads. Beside them: a plain read of the layers from the page
# cache, one that computes their SHA-256, and one from the disk, which is what "reading it once" means.
# The plugin is installed in the local repository; MAVEN_ARGS=-Dmaven.repo.local=DIR names another one.
set -eu

cd "$(dirname "$0")/../../.."
size=${1:-2048}
work=$PWD/target/benchmarks/xray
version=$(sed -n 's|^  <version>\(.*\)</version>$|\1|p' pom.xml | head -n 1)

# It measures the plugin; .ci/run tests it.
[ -n "${SLIM_INSTALLED:-}" ] || ./mvnw -B -q install -DskipTests
rm -rf "$work"
mkdir -p "$work/image"
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM

# Half of it large files of few sizes, a quarter small ones, the rest copies of both: the same bytes each time.
python3 - "$work/image" "$size" <<'PYTHON'
import hashlib, io, json, random, sys, tarfile

folder, megabytes = sys.argv[1], int(sys.argv[2])
source = random.Random(2)
block = source.randbytes(1 << 20)


def add(tar, name, content):
    header = tarfile.TarInfo(name)
    header.size = len(content)
    tar.addfile(header, io.BytesIO(content))


def content(number, size):
    head = hashlib.sha256(str(number).encode()).digest()
    return (head + block * (size // len(block) + 1))[:size]


def layer(name, files):
    with tarfile.open(f"{folder}/{name}", "w") as tar:
        for path, bytes in files:
            add(tar, path, bytes)
    with open(f"{folder}/{name}", "rb") as tar:
        return "sha256:" + hashlib.file_digest(tar, "sha256").hexdigest()


large, small = megabytes // 16, megabytes * 16
ids = [
    layer("0.tar", ((f"large/{i}", content(i, (7 + i % 3) << 20)) for i in range(large))),
    layer("1.tar", ((f"small/{i % 97}/{i}", content(-1 - i, 8192 + i % 16384)) for i in range(small))),
    layer("2.tar", [*((f"copy/{i}", content(i, (7 + i % 3) << 20)) for i in range(large // 2)),
                    *((f"small/{i % 97}/.wh.{i}", b"") for i in range(0, small, 10))]),
]
config = {"os": "linux", "architecture": "amd64", "config": {}, "rootfs": {"type": "layers", "diff_ids": ids},
          "history": [{"created_by": f"layer {i}"} for i in range(3)]}
text = json.dumps(config).encode()
name = hashlib.sha256(text).hexdigest() + ".json"
with tarfile.open(f"{folder}/../image.tar", "w") as tar:
    for i in range(3):
        tar.add(f"{folder}/{i}.tar", f"{i}.tar")
    add(tar, name, text)
    manifest = [{"Config": name, "RepoTags": None, "Layers": [f"{i}.tar" for i in range(3)]}]
    add(tar, "manifest.json", json.dumps(manifest).encode())
PYTHON

millis() { # COMMAND...: what it took
    began=$(date +%s%N)
    "$@" >&2
    echo $((($(date +%s%N) - began) / 1000000))
}

xray() {
    (cd "$work" && MAVEN_OPTS=-Xmx300m "$OLDPWD/mvnw" -B "io.github.slimmaven:slim-maven-plugin:$version:xray" \
        -Dslim.image="tar://$work/image.tar" -Dslim.cacheDirectory="$work/cache" -Dslim.outputDirectory="$work/out") \
        >"$work/log" || { cat "$work/log" >&2; exit 1; }
}

ratio() { # NAME MILLIS
    echo "$1: $2 ms, $(echo "$2 $plain $hashed $disk" | awk '{
        printf "%.2f of a plain read, %.2f of one with SHA-256, %.2f of one from the disk", $1 / $2, $1 / $3, $1 / $4}')"
}

forget() { # the page cache lets go of the image
    sync "$work/image.tar"
    dd if="$work/image.tar" iflag=nocache count=0 status=none
}

read_plain() { cat "$work"/image/*.tar | cat >/dev/null; }
read_disk() { cat "$work/image.tar" | cat >/dev/null; }
read_hashed() { sha256sum "$work"/image/*.tar >/dev/null; }

read_plain # so that all runs find the same in the page cache
plain=$(millis read_plain)
hashed=$(millis read_hashed)
forget
disk=$(millis read_disk)
echo "layers: $(cat "$work"/image/*.tar | wc -c) bytes; plain read $plain ms, with SHA-256 $hashed ms, from the disk $disk ms"
for run in first second third; do
    [ "$run" != third ] || forget
    total=$(millis xray)
    own=$(sed -n 's/.*Looked at it in \([0-9]*\)\.\([0-9]\) s.*/\1\200/p' "$work/log")
    ratio "$run run (Maven and all: $total ms)" "$own"
done
sed -n 's/^\[INFO\] \(.*files in .*\|Efficiency.*\|Duplicates.*\)$/\1/p' "$work/log"
