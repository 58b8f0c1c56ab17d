#!/bin/sh
# Runs an image in Docker as user 1000, with no capability, and asks the app on its port 8080.
#
#   ask.sh IMAGE PATH...
#
# Prints "uid UID", the user that the app really has, and the answer to each path, one a line. Only
# the first is waited for.
# The container is gone afterwards.
set -eu

image=$1
shift
id=$(docker run --detach --user 1000 --cap-drop ALL --security-opt no-new-privileges \
  --publish 127.0.0.1::8080 "$image")
trap 'docker rm --force --volumes "$id" >/dev/null' EXIT
trap 'exit 130' INT TERM HUP

port=$(docker port "$id" 8080/tcp | sed 's/.*://')
pid=$(docker inspect --format '{{.State.Pid}}' "$id")
awk '$1 == "Uid:" { print "uid", $2 }' "/proc/$pid/status"
again='--retry 60 --retry-delay 1 --retry-all-errors'
for path; do
  # Asks again while the app starts: Docker itself takes the connection before that.
  # shellcheck disable=SC2086 # several words
  curl --silent --show-error --fail --noproxy '*' --max-time 20 \
    $again "http://127.0.0.1:$port$path" 2>/dev/null || {
    docker logs --tail 200 "$id" >&2
    echo "ask.sh: '$image' does not answer '$path'" >&2
    exit 1
  }
  again=
  echo
done
