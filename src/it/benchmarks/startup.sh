#!/bin/sh
# What tracing costs the quickstart's start: CPU of its container (the sensor in it) from the start to the first 200,
# traced against untraced, in turn; prints each pair and the medians. Local engines only. To be run as
#   src/it/benchmarks/startup.sh [PAIRS [ENGINE...]]        7 pairs, engines sandbox and docker
# MAVEN_ARGS is passed on by Maven. Compare ratios of one run: seconds depend on what else the machine does.
set -eu

cd "$(dirname "$0")/../../.."
pairs=${1:-7}
[ $# -eq 0 ] || shift
[ $# -gt 0 ] || set -- sandbox docker
source=target/it/quickstart/target/slim/source.json

[ -f "$source" ] || ./mvnw -B -q -P run-its verify -DskipTests -Dinvoker.test=quickstart
./mvnw -B -q test-compile
exec ./mvnw -B -q exec:exec -Dexec.executable=java -Dexec.classpathScope=test \
    -Dexec.args="-cp %classpath io.github.slimmaven.engine.StartupCost $source target/benchmarks $pairs $*"
