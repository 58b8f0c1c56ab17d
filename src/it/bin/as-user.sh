#!/bin/sh
# As root: builds a copy of a project as an ordinary user, without anything of root's.
#
#   as-user.sh MAVEN_HOME REPOSITORY PROJECT ARGUMENT...
#
# The user is "nobody" with a home of its own; it sees copies of Maven, the local repository and the
# project. ARGUMENTs go to Maven, which works offline. Everything is gone afterwards.
set -eu

maven=$1 repository=$2 project=$3
shift 3
home=$(mktemp -d /tmp/slim-it-user.XXXXXX)
trap 'rm -rf "$home"' EXIT
trap 'exit 130' INT TERM HUP
cp -RL "$maven" "$home/maven"
mkdir "$home/project"
cp -R "$repository" "$home/repository"
# Who has downloaded what is none of this build's concern: it downloads nothing.
find "$home/repository" -name _remote.repositories -delete
(cd "$project" && cp -R pom.xml src "$home/project")
chown -R nobody:nogroup "$home"
cd "$home/project"
setpriv --reuid nobody --regid nogroup --clear-groups --no-new-privs --inh-caps=-all \
  env -i PATH="$PATH" JAVA_HOME="${JAVA_HOME:-}" HOME="$home" MAVEN_OPTS="-Duser.home=$home" \
  "$home/maven/bin/mvn" -B -ntp -o -Dmaven.repo.local="$home/repository" "$@"
