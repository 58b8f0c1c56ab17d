#!/bin/sh
# Two Maven processes at once, each with four threads over eight modules, all on one cache that is
# empty at first: every module must be minified and verified, and nothing be left.
# Usage: src/it/bin/parallel.sh [REPEATS], after `./mvnw -P run-its package invoker:install@integration-test`
set -eu

repeats=${1:-20}
root=$(cd "$(dirname "$0")/../../.." && pwd)
version=$(sed -n 's|^  <version>\(.*\)</version>|\1|p' "$root/pom.xml" | head -n 1)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export SLIM_PARALLEL="${work##*/}"

# A docker archive of busybox and a page of its own, for module $1.
image() {
  layer=$work/images/$1
  mkdir -p "$layer/bin" "$layer/www"
  cp /bin/busybox "$layer/bin/busybox"
  ln -s busybox "$layer/bin/httpd"
  echo "page of module $1" > "$layer/www/index.html"
  echo "not used by $1" > "$layer/www/unused.bin"
  tar -C "$layer" --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner -cf "$layer.layer.tar" .
  id=$(sha256sum "$layer.layer.tar" | cut -d ' ' -f 1)
  mkdir "$layer.archive"
  mv "$layer.layer.tar" "$layer.archive/layer.tar"
  printf '%s' "{\"architecture\":\"$(dpkg --print-architecture)\",\"os\":\"linux\",\"config\":{\"Entrypoint\":[\"/bin/httpd\",\"-f\",\"-p\",\"8080\",\"-h\",\"/www\"],\"StopSignal\":\"SIGKILL\",\"ExposedPorts\":{\"8080/tcp\":{}},\"Labels\":{\"slim-it\":\"$SLIM_PARALLEL\"}},\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"sha256:$id\"]}}" > "$layer.archive/config.json"
  printf '%s' '[{"Config":"config.json","RepoTags":null,"Layers":["layer.tar"]}]' > "$layer.archive/manifest.json"
  tar -C "$layer.archive" -cf "$layer.tar" config.json layer.tar manifest.json
  rm -r "$layer" "$layer.archive"
}

# A project of eight modules in $1.
project() {
  mkdir -p "$1"
  modules=
  for module in 1 2 3 4 5 6 7 8; do
    modules="$modules<module>m$module</module>"
    mkdir -p "$1/m$module"
    cat > "$1/m$module/pom.xml" <<POM
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <parent><groupId>com.example</groupId><artifactId>parallel</artifactId><version>1.0</version></parent>
  <artifactId>m$module</artifactId>
  <packaging>pom</packaging>
  <properties>
    <slim.image>tar://$work/images/$module.tar</slim.image>
    <slim.to>oci://\${project.build.directory}/to</slim.to>
  </properties>
  <build>
    <plugins>
      <plugin>
        <groupId>io.github.slimmaven</groupId>
        <artifactId>slim-maven-plugin</artifactId>
        <version>$version</version>
        <executions><execution><goals><goal>minify</goal></goals></execution></executions>
      </plugin>
    </plugins>
  </build>
</project>
POM
  done
  cat > "$1/pom.xml" <<POM
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>com.example</groupId>
  <artifactId>parallel</artifactId>
  <version>1.0</version>
  <packaging>pom</packaging>
  <modules>$modules</modules>
</project>
POM
}

# The Maven of project $1 with engine $2, in the background.
build() {
  "$root/mvnw" -B -ntp -T 4 -f "$1/pom.xml" -Dmaven.repo.local="$root/target/it-repo" \
    -Daether.enhancedLocalRepository.trackingFilename=none \
    -Dslim.engine="$2" -Dslim.cacheDirectory="$work/cache" \
    verify > "$1/build.log" 2>&1 &
}

check() {
  for module in 1 2 3 4 5 6 7 8; do
    report=$1/m$module/target/slim/report.json
    grep -q '"status" : "minified"' "$report" && grep -q '"verified" : true' "$report" || {
      echo "module $module of $1 is not minified and verified:"
      cat "$1/build.log"
      exit 1
    }
  done
}

nothing_left() {
  left=$(find "$work" \( -name 'work-*' -o -name '*.live' -o -name '.*.part' -o -name '*.partial' \))
  left="$left$(grep "$work" /proc/self/mountinfo || true)"
  if [ "$second" = docker ]; then
    left="$left$(docker ps -aq --filter "label=slim-it=$SLIM_PARALLEL")"
    left="$left$(docker images -aq --filter "label=slim-it=$SLIM_PARALLEL")"
  fi
  [ -z "$left" ] || {
    echo "left: $left"
    exit 1
  }
}

second=sandbox
if docker info > /dev/null 2>&1; then
  second=docker
fi
for module in 1 2 3 4 5 6 7 8; do
  image "$module"
done
repeat=1
while [ "$repeat" -le "$repeats" ]; do
  rm -rf "$work/cache" "$work/a" "$work/b"
  project "$work/a"
  project "$work/b"
  start=$(date +%s)
  build "$work/a" sandbox
  a=$!
  build "$work/b" "$second"
  b=$!
  wait "$a" || { cat "$work/a/build.log"; exit 1; }
  wait "$b" || { cat "$work/b/build.log"; exit 1; }
  check "$work/a"
  check "$work/b"
  nothing_left
  echo "repeat $repeat of $repeats: 16 modules in $(($(date +%s) - start)) s"
  repeat=$((repeat + 1))
done
