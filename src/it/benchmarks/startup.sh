#!/bin/sh
# CPU and time of a container from its start to the first 200. Local engines only. To be run as
#
#   src/it/benchmarks/startup.sh [PAIRS [ENGINE...]]        5 pairs, engines sandbox and docker
#
# What tracing costs, the sensor in the container: traced against untraced, in turn. The start of a JVM (the
# quickstart) and of Python (Flask): each pair and the medians. Then the worst case, a program that does nothing but
# look at files (storm.c): by its own clock, the medians of the first stat of each of 20,000 files, of 200,000 more,
# and of 200,000 times open and close.
#
#   src/it/benchmarks/startup.sh cds [ROUNDS [ENGINE...]]   5 rounds, engine docker
#
# What archives for class-data sharing bring a Spring Boot app, on Debian's 17 and on a JDK 25 of this
# machine: the source, and minified images with each <cds>, one after the other in each round; prints
# medians and ratios to the source. VERSIONS=25 leaves the other out.
# MAVEN_ARGS is passed on by Maven. Compare ratios of one run: seconds depend on what else the machine does.
set -eu

cd "$(dirname "$0")/../../.."

run() { # CLASS ARGUMENT...
  ./mvnw -B -q test-compile
  ./mvnw -B -q exec:exec -Dexec.executable=java -Dexec.classpathScope=test \
    -Dexec.args="-cp %classpath io.github.slimmaven.engine.$*"
}

if [ "${1:-}" = cds ]; then
  shift
  rounds=${1:-5}
  [ $# -eq 0 ] || shift
  [ $# -gt 0 ] || set -- docker
  project=target/it/spring-cds
  # The project makes the images; unit tests add nothing to them.
  [ -d "$project/target" ] || ./mvnw -B -q -P run-its verify -DskipTests -Dinvoker.test=spring-cds
  value() { sed -n "s/^$1=//p" "$project/test.properties"; }
  for version in ${VERSIONS:-17 25}; do
    [ $version = 17 ] || [ "$(value it.skip.25)" = false ] || continue
    images=
    for cds in none default app; do
      out=$PWD/target/benchmarks/cds-$version-$cds
      [ -f "$out/report.json" ] ||
        ./mvnw -B -q -f "$project/pom.xml" -s src/it/settings.xml -Dmaven.repo.local="$PWD/target/it-repo" \
          package slim:minify -P "java-$version" -Dit.sources="$(value it.sources)" \
          -Dit.home.25="$(value it.home.25)" -Dit.skip.25=false -Djvm.cds=$cds \
          -Dslim.engine=sandbox -Dslim.to="oci://$out/to" -Dslim.outputDirectory="$out"
      [ $cds != none ] || images="source=$out/source.json"
      [ $cds != app ] || images="$images source-in-jars=$out/source.json"
      images="$images slim-$cds=$out/image"
    done
    for engine; do
      echo "Java $version, $engine"
      run StartupImages "$PWD/target/benchmarks" "$rounds" "$engine" "$images"
    done
  done
  exit
fi

pairs=${1:-5}
[ $# -eq 0 ] || shift
[ $# -gt 0 ] || set -- sandbox docker
source=target/it/quickstart/target/slim/source.json

# As above.
[ -f "$source" ] || ./mvnw -B -q -P run-its verify -DskipTests -Dinvoker.test=quickstart
echo "JVM"
run StartupCost "$source target/benchmarks $pairs $*"
echo "Python"
# The base of the project flask-gunicorn.
python=$(src/it/bin/debian-base.sh -n gunicorn python3-flask gunicorn ca-certificates curl tzdata | head -n 1)
run StartupCost "${python#tar://} target/benchmarks $pairs $*"
echo "Storm"
storm=target/benchmarks/storm
mkdir -p target/benchmarks
gcc -O2 -Wall -Wextra -Werror -static -s -o $storm src/it/benchmarks/storm.c
run StormCost "$storm target/benchmarks $pairs $*"
