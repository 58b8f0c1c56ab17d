#!/bin/sh
# Brings up what the tests with Docker need, on Debian without systemd too, and takes it down again.
#
#   services.sh install          installs the packages that the tests use and that are missing
#   services.sh docker           starts dockerd unless an engine answers; prints its DOCKER_HOST
#   services.sh registry [PORT]  starts a registry on localhost; prints localhost:PORT
#   services.sh stop [REGISTRY]  stops what this script started, and nothing else; or only the
#                                registry that it named so
#
# Where SLIM_IT_RUN is set, "stop" leaves what was started with another value of it.
# Logs and the list of started processes lie in ${XDG_CACHE_HOME:-~/.cache}/slim-maven-plugin/it.
# Two calls at the same time wait for each other.
set -eu

packages="docker.io docker-compose docker-registry debootstrap musl-tools gcc gcc-aarch64-linux-gnu \
libc6-dev-arm64-cross busybox-static ca-certificates curl chromium nodejs"
state=${XDG_CACHE_HOME:-$HOME/.cache}/slim-maven-plugin/it
started=$state/started # lines of: pid, start time (clock ticks), run, name
run=${SLIM_IT_RUN:--}

die() {
  echo "services.sh: $*" >&2
  exit 1
}

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo -n "$@"
  else
    die "needs root for '$*': run it once as root"
  fi
}

# install PACKAGE...: those that are missing, without letting one start a service.
install() {
  missing=
  for package; do
    # It fails for a package that it does not know: that one is missing.
    status=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
    [ "$status" = installed ] || missing="$missing $package"
  done
  [ -n "$missing" ] || return 0
  echo "Installing$missing" >&2
  as_root apt-get update -qq >&2
  # Run level 1: invoke-rc.d starts nothing. The services are started by this script.
  # shellcheck disable=SC2086 # a list
  as_root env RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive \
    apt-get install -qq -y --no-install-recommends $missing >&2
}

answers() {
  command -v docker >/dev/null && timeout 20 docker info >/dev/null 2>&1
}

# A process' start time tells it from a later one with the same number; nothing once it has ended.
start_time() {
  sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | awk '$1 != "Z" { print $20 }'
}

running() {
  [ -n "$2" ] && [ "$(start_time "$1")" = "$2" ]
}

remember() {
  echo "$1 $(start_time "$1") $run $2" >>"$started"
}

# stop_process PID START: TERM, at most 20 s, then KILL.
stop_process() {
  running "$1" "$2" || return 0
  kill -TERM "$1" 2>/dev/null || return 0
  timeout 20 tail --pid "$1" --follow /dev/null || true # late: it is killed below
  ! running "$1" "$2" || kill -KILL "$1"
}

# dockerd needs cgroups; without systemd nobody may have mounted them.
mount_cgroups() {
  ! mountpoint -q /sys/fs/cgroup || return 0
  mount -t tmpfs -o mode=755 cgroup /sys/fs/cgroup
  for controller in $(awk '!/^#/ && $4 == 1 { print $1 }' /proc/cgroups); do
    mkdir "/sys/fs/cgroup/$controller"
    mount -t cgroup -o "$controller" cgroup "/sys/fs/cgroup/$controller" 2>/dev/null ||
      rmdir "/sys/fs/cgroup/$controller"
  done
  if [ ! -d /sys/fs/cgroup/memory ]; then # a kernel without the first version
    umount --recursive /sys/fs/cgroup
    mount -t cgroup2 cgroup2 /sys/fs/cgroup
  fi
}

# start_dockerd OPTION...: true once it answers, false if it ends or does not within 60 s.
start_dockerd() {
  setsid dockerd "$@" >>"$state/dockerd.log" 2>&1 </dev/null 9>&- &
  pid=$!
  birth=$(start_time "$pid")
  deadline=$(($(date +%s) + 60))
  while running "$pid" "$birth" && [ "$(date +%s)" -lt "$deadline" ]; do
    if answers; then
      remember "$pid" dockerd
      return 0
    fi
    # Waits for the end of dockerd, at most half a second; then it is asked again.
    timeout 0.5 tail --pid "$pid" --follow /dev/null || true
  done
  stop_process "$pid" "$birth"
  return 1
}

docker_engine() {
  if ! answers; then
    [ "$(id -u)" = 0 ] || die "no Docker engine answers, and only root can start one: run it as root"
    [ -z "${DOCKER_HOST:-}" ] || die "no engine answers at DOCKER_HOST '$DOCKER_HOST': unset it"
    install docker.io
    mount_cgroups
    : >"$state/dockerd.log"
    start_dockerd || start_dockerd --storage-driver vfs || {
      tail -n 20 "$state/dockerd.log" >&2
      die "dockerd does not start, its log is '$state/dockerd.log'"
    }
  fi
  echo "${DOCKER_HOST:-unix:///var/run/docker.sock}"
}

# start_registry PORT: true once it answers, false if it ends (the port is taken).
start_registry() {
  data=$(mktemp -d "$state/registry.$1.XXXXXX")
  cat >"$data/config.yml" <<EOF
version: 0.1
log: {level: warn}
storage: {filesystem: {rootdirectory: $data/data}, delete: {enabled: true}}
http: {addr: "127.0.0.1:$1"}
EOF
  setsid docker-registry serve "$data/config.yml" >"$data/log" 2>&1 </dev/null 9>&- &
  pid=$!
  birth=$(start_time "$pid")
  deadline=$(($(date +%s) + 20))
  while running "$pid" "$birth" && [ "$(date +%s)" -lt "$deadline" ]; do
    if curl -fs --noproxy '*' --max-time 5 "http://127.0.0.1:$1/v2/" >/dev/null &&
      running "$pid" "$birth"; then
      remember "$pid" "$data"
      return 0
    fi
    timeout 0.2 tail --pid "$pid" --follow /dev/null || true # late: it is asked again
  done
  stop_process "$pid" "$birth"
  tail -n 3 "$data/log" >&2
  rm -rf "$data"
  return 1
}

registry() {
  install docker-registry curl
  if [ -n "${1:-}" ]; then
    start_registry "$1" || die "no registry starts on port '$1': name a free one"
    echo "localhost:$1"
    return
  fi
  for port in 5001 5002 5003 5004 5005 5006 5007 5008; do
    if start_registry "$port" 2>/dev/null; then
      echo "localhost:$port"
      return
    fi
  done
  die "no registry starts on any port from 5001 to 5008: name a free one"
}

# stop_started NAME: stops those whose name has this beginning, or all.
stop_started() {
  [ -f "$started" ] || return 0
  while read -r pid birth owner name; do
    case "$run $owner $name" in
    "- $owner $1"* | "$owner $owner $1"*) ;;
    *)
      echo "$pid $birth $owner $name"
      continue
      ;;
    esac
    stop_process "$pid" "$birth"
    case $name in
    "$state"/registry.*) rm -rf "$name" ;;
    esac
  done <"$started" >"$started.left"
  mv "$started.left" "$started"
  [ -s "$started" ] || rm "$started"
}

stop() {
  case ${1:-} in
  '') stop_started '' ;;
  localhost:[0-9]*) stop_started "$state/registry.${1#localhost:}." ;;
  *) die "'$1' is no registry of this script: expected localhost:PORT" ;;
  esac
}

mkdir -p "$state"
exec 9>"$state/services.lock"
flock 9

case ${1:-} in
# shellcheck disable=SC2086 # a list
install)
  install $packages
  # Debian's npm does not go with the nodejs of others, which brings its own.
  command -v npm >/dev/null || install npm
  ;;
docker) docker_engine ;;
registry) registry "${2:-}" ;;
stop) stop "${2:-}" ;;
*) die "usage: services.sh install | docker | registry [PORT] | stop [REGISTRY]" ;;
esac
