#!/bin/sh
# The sizes of Java images: a plain com.sun.net.httpserver and Spring Boot's web and actuator, on each kind of base, with
# an archive for class-data sharing, without one, and with one but without compression. Prints a table in MB (10^6 bytes). To be run as
#   src/it/benchmarks/java-sizes.sh [BASE...]      jre, jdk, temurin, host-17 and host-25, which are all
# "temurin" copies the JDK 25 of /usr/lib/jvm into an image, so it needs Docker; the others run in the sandbox.
# The plugin is installed in the local repository; MAVEN_ARGS=-Dmaven.repo.local=DIR names another one.
set -eu

cd "$(dirname "$0")/../../.."
its=$PWD/src/it
work=$PWD/target/benchmarks/java-sizes
[ $# -gt 0 ] || set -- jre jdk temurin host-17 host-25

home() { # FEATURE: the first JDK of this version
    for release in /usr/lib/jvm/*/release; do
        if grep -q "^JAVA_VERSION=\"$1[.\"]" "$release" && [ -f "${release%/*}/lib/modules" ]; then
            (cd "${release%/*}" && pwd -P)
            return
        fi
    done
    echo "java-sizes.sh: there is no JDK $1 in /usr/lib/jvm" >&2
    return 1
}

temurin() {
    "$its/bin/debian-base.sh" >/dev/null
    home=$(home 25)
    docker build --quiet --tag slim-it/java-sizes:25 --file - "$home" >/dev/null <<EOF
FROM slim-it/debian:minbase
COPY . /opt/java
ENV JAVA_HOME=/opt/java PATH=/opt/java/bin:/usr/bin:/bin
EOF
    echo docker://slim-it/java-sizes:25
}

from() { # BASE: its reference
    case $1 in
    jre | jdk) "$its/bin/debian-base.sh" "openjdk-17-$1-headless" | head -n 1 ;;
    temurin) temurin ;;
    host-*) echo "host://$(home "${1#host-}")" ;;
    *) echo "java-sizes.sh: '$1' is no base: jre, jdk, temurin, host-17 or host-25" >&2 && return 1 ;;
    esac
}

rm -rf "$work"
mkdir -p "$work"
# There may be no such image yet, or no engine.
trap 'docker image rm --force slim-it/java-sizes:25 >/dev/null 2>&1 || true' EXIT
# It measures the plugin; .ci/run tests it.
./mvnw -B -q install -DskipTests
version=$(./mvnw -B -q help:evaluate -Dexpression=project.version -DforceStdout)
for app in httpserver debian-base; do
    cp -r "$its/$app" "$work/$app"
    sed -i "s/@project.version@/$version/" "$work/$app/pom.xml"
done

echo '| app | base | source | archive | pulled | no archive | pulled | `compress=none` | pulled |'
echo '| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |'
for app in httpserver debian-base; do
    for base in "$@"; do
        from=$(from "$base")
        row=
        for profile in archive no-archive plain; do
            choice=
            [ "$profile" = archive ] || choice="-P $profile" # it is the default
            out=target/$base-$profile
            # shellcheck disable=SC2086 # two words, or none
            ./mvnw -B -f "$work/$app/pom.xml" verify $choice -Dslim.from="$from" -Dslim.engine=sandbox \
                -Dit.sources="$its/quickstart/src/main/java" -Dslim.outputDirectory="$out" \
                >"$work/$app-$base-$profile.log" 2>&1 || { cat "$work/$app-$base-$profile.log" >&2; exit 1; }
            row="$row $(jq -r '.slim | .size, .compressedSize' "$work/$app/$out/report.json" | tr '\n' ' ')"
        done
        source=$(jq .source.size "$work/$app/$out/report.json")
        echo "$app $base $source $row" |
            awk '{ printf "| %s | %s |", $1, $2; for (i = 3; i <= NF; i++) printf " %.1f |", $i / 1e6; print "" }'
    done
done
