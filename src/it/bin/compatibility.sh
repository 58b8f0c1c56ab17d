#!/bin/sh
# Runs small projects with other versions of Maven and Java, and says which of them work.
#
#   compatibility.sh [-r REPOSITORY] [-m MAVEN]... [-j JAVA_HOME]... [PROJECT...]
#
#   MAVEN       a version on Maven Central, as 4.0.0-rc-4 (3.8.1, 3.8.9, the wrapper's, 4.0.0-rc-4)
#   JAVA_HOME   a JDK (that of the environment)
#   PROJECT     quickstart, on the sandbox engine, or dockerfile, on Docker (both)
#   REPOSITORY  the local repository that has the plugin (target/it-repo; it is put there first)
#
# Prints a line for each run: Maven, Java, project, seconds, result. Ends with 1 if one of them failed.
# The distributions are downloaded once, by the Maven wrapper. The projects are copies, in a folder that
# is removed in the end; logs stay in target/compatibility.
set -eu

cd "$(dirname "$0")/../../.."
root=$PWD
logs=$root/target/compatibility
repository=
mavens=
javas=

die() {
  echo "compatibility.sh: $*" >&2
  exit 2
}

while getopts r:m:j: option; do
  case $option in
  r) repository=$OPTARG ;;
  m) mavens="$mavens $OPTARG" ;;
  j) javas="$javas $OPTARG" ;;
  *) die "usage: compatibility.sh [-r REPOSITORY] [-m MAVEN]... [-j JAVA_HOME]... [PROJECT...]" ;;
  esac
done
shift $((OPTIND - 1))
[ $# -gt 0 ] || set -- quickstart dockerfile
own=$(sed -n 's|^distributionUrl=.*/apache-maven-\(.*\)-bin.zip$|\1|p' .mvn/wrapper/maven-wrapper.properties)
version=$(sed -n 's|^  <version>\(.*\)</version>$|\1|p' pom.xml)
: "${mavens:=3.8.1 3.8.9 $own 4.0.0-rc-4}"
: "${javas:=${JAVA_HOME:?names no JDK: set it, or give one with -j}}"
if [ -n "$repository" ]; then
  repository=$(realpath "$repository") || die "there is no repository: run without -r first"
else
  repository=$root/target/it-repo
  ./mvnw -B -q -ntp -P run-its -DskipTests package invoker:install || die "the plugin cannot be built"
fi

mkdir -p "$logs"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM HUP
central=file://$(realpath "${HOME:?}/.m2/repository")
sed "s|@localRepositoryUrl@|$central|" src/it/settings.xml >"$work/settings.xml"

# prepare MAVEN PROJECT: a copy of the project that its own wrapper builds with this Maven.
prepare() {
  rm -rf "$work/project"
  cp -r "src/it/$2" "$work/project"
  sed -i "s|@project.version@|$version|" "$work/project/pom.xml"
  cp mvnw "$work/project/mvnw"
  mkdir -p "$work/project/.mvn/wrapper"
  sed "s|$own|$1|g" .mvn/wrapper/maven-wrapper.properties >"$work/project/.mvn/wrapper/maven-wrapper.properties"
}

# options PROJECT: what its build is told.
options() {
  case $1 in
  quickstart) echo -Dslim.engine=sandbox -Dslim.check.severity=warn ;;
  dockerfile)
    cp /bin/busybox "$work/project/context/busybox"
    echo -Dslim.to=docker://slim-it/compatibility:slim
    ;;
  *) die "there is no project '$1': expected quickstart or dockerfile" ;;
  esac
}

failed=0
printf '%-12s %-34s %-12s %8s  %s\n' Maven Java project seconds result
for java in $javas; do
  for maven in $mavens; do
    for project; do
      [ -d "src/it/$project" ] || die "there is no project 'src/it/$project'"
      prepare "$maven" "$project"
      given=$(options "$project")
      log=$logs/$maven-$(basename "$java")-$project.log
      begin=$(date +%s)
      result=works
      # shellcheck disable=SC2086 # a list
      (cd "$work/project" && JAVA_HOME=$java ./mvnw -B -ntp -s "$work/settings.xml" \
        "-Dmaven.repo.local=$repository" $given verify) >"$log" 2>&1 </dev/null || result=
      # A build that minified nothing proves nothing.
      grep -q 'Verified after' "$log" || result=
      if [ -z "$result" ]; then
        result="FAILED, see $log"
        failed=1
      fi
      printf '%-12s %-34s %-12s %8d  %s\n' "$maven" "$(basename "$java")" "$project" \
        $(($(date +%s) - begin)) "$result"
      if [ "$project" = dockerfile ]; then
        docker image rm slim-dockerfile:source slim-it/compatibility:slim >>"$log" 2>&1 || true
      fi
    done
  done
done
exit "$failed"
