#!/bin/sh
# What the plugin itself takes for an image of about 400 MB: the quickstart on a Debian base with a JRE, built and
# minified twice with each engine. Of the second run, with warm caches, it prints the stages and their sum without the
# time that was spent waiting for the app. To be run as
#   src/it/benchmarks/stages.sh [BASE [ENGINE...]]      BASE: made by src/it/bin/debian-base.sh; engines sandbox and docker
# The plugin is installed in the local repository; MAVEN_ARGS=-Dmaven.repo.local=DIR names another one.
# SLIM_HEAP=128m limits Maven's heap, to see that memory does not depend on the image's size.
set -eu

cd "$(dirname "$0")/../../.."
base=${1:-$(sh src/it/bin/debian-base.sh openjdk-17-jre-headless | head -n 1)}
[ $# -eq 0 ] || shift
[ $# -gt 0 ] || set -- sandbox docker
work=target/benchmarks/stages

# It measures the plugin; .ci/run tests it.
./mvnw -B -q install -DskipTests
rm -rf "$work"
mkdir -p target/benchmarks
cp -r src/it/quickstart "$work"
[ -z "${SLIM_HEAP:-}" ] || export MAVEN_OPTS="-Xmx$SLIM_HEAP"

number() { # NAME: of the last report
    sed -n "s/^ *\"$1\" : \([0-9]*\),*$/\1/p" "$work/target/slim/report.json" | tail -n 1
}

for engine in "$@"; do
    rerun=
    for run in cold warm; do # the warm one runs all the same
        [ $run = cold ] || rerun=-Dslim.rerun
        log=target/benchmarks/stages-$engine-$run.log
        ./mvnw -B -f "$work/pom.xml" verify -Dslim.from="$base" -Dslim.engine="$engine" ${rerun:-} >"$log" 2>&1 ||
            { cat "$log" >&2; exit 1; }
    done
    sed -n 's/^\[INFO\] \(  size  *[0-9][0-9.]* .*\|Built .*\|Took .*\)$/'"$engine"': \1/p' "$log"
    own=$(($(number total) - $(number app)))
    echo "$engine: the plugin's own part: $own ms"
done
