#!/bin/sh
# What a registry gets after a change of one line: the quickstart is built, minified and pushed to a registry on this
# machine, one line of its source changes, and it is pushed again. Prints the bytes of the minified image, and of the
# blobs that the second push sent: those that the registry did not have, with config and manifest. To be run as
#   src/it/benchmarks/pushes.sh
# The plugin is installed in the local repository; MAVEN_ARGS=-Dmaven.repo.local=DIR names another one. Fails if the
# second push sends 1 % of the image or more.
set -eu

cd "$(dirname "$0")/../../.."
work=target/benchmarks/pushes
rm -rf "$work"
mkdir -p target/benchmarks
cp -r src/it/quickstart "$work"
registry=$(sh src/it/bin/services.sh registry)
trap 'rm -rf "$work"; sh src/it/bin/services.sh stop "$registry"' EXIT
trap 'exit 1' INT TERM

push() { # TAG
    ./mvnw -B -ntp -f "$work/pom.xml" package slim:minify -Dslim.engine=sandbox -Dslim.to="$registry/greeting:$1" \
        >"$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
    curl -fs --noproxy '*' -H 'Accept: application/vnd.oci.image.manifest.v1+json' \
        "http://$registry/v2/greeting/manifests/$1" >"$work/$1.json"
}

push first
sed -i 's/Hello, /Good morning, /' "$work"/src/main/java/com/example/greeting/*.java
grep -q 'Good morning, ' "$work"/src/main/java/com/example/greeting/*.java
push second
python3 - "$work" <<'PYTHON'
import json, os, sys

def blobs(tag):
    manifest = json.load(open(f"{sys.argv[1]}/{tag}.json"))
    return {b["digest"]: b["size"] for b in [manifest["config"], *manifest["layers"]]}

first, second = blobs("first"), blobs("second")
image = sum(second.values())
sent = sum(size for digest, size in second.items() if digest not in first) + os.path.getsize(f"{sys.argv[1]}/second.json")
assert first != second, "nothing has changed"
print(f"minified image: {image} bytes; sent after a change of one line: {sent} bytes, {100 * sent / image:.3f} %")
sys.exit(sent * 100 >= image)
PYTHON
