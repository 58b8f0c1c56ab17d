#!/bin/sh
# Builds a Debian image with debootstrap, without Docker, and keeps it.
#
#   debian-base.sh [-n NAME] [PACKAGE...]
#
# Prints the references of the image, one a line: tar://... and, where a Docker engine answers,
# docker://slim-it/debian:NAME. NAME is the packages' names, or "minbase" without any.
# The archive lies in ${XDG_CACHE_HOME:-~/.cache}/slim-maven-plugin/it and is built once for a list
# of packages; delete it there to build it anew. DEBIAN_MIRROR names another mirror.
# Needs root, debootstrap and util-linux. Two calls at the same time wait for each other.
set -eu

suite=bookworm
public_mirror=http://deb.debian.org/debian
mirror=${DEBIAN_MIRROR:-$public_mirror}
# The newest time that a file of the image has: two builds of the same packages are the same bytes.
epoch=1767225600

die() {
  echo "debian-base.sh: $*" >&2
  exit 1
}

# Runs in a mount and process namespace of its own: what is mounted or started here ends with it.
build_rootfs() {
  root=$1
  shift
  debootstrap --variant=minbase "$suite" "$root" "$mirror"
  if [ $# -gt 0 ]; then
    # A JDK's postinst reads /proc; no package may start a service.
    mount -t proc proc "$root/proc"
    printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
    chmod 755 "$root/usr/sbin/policy-rc.d"
    chroot "$root" env -i PATH="$PATH" LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive sh -euc '
      apt-get update -qq
      apt-get install -qq -y --no-install-recommends -- "$@"' sh "$@"
    rm "$root/usr/sbin/policy-rc.d"
    umount "$root/proc"
  fi
  (
    cd "$root"
    rm -rf var/lib/apt/lists/* var/cache/apt/*.bin var/cache/apt/archives/*.deb
    rm -rf var/log/apt var/log/*.log var/cache/ldconfig/aux-cache var/cache/debconf/*-old
    rm -rf var/lib/dpkg/*-old tmp/* run/*
    rm -f etc/hostname etc/resolv.conf # copies of this machine's
    : >etc/machine-id
    echo "deb $public_mirror $suite main" >etc/apt/sources.list
  )
}

sha256() {
  sha256sum "$1" | cut -d' ' -f1
}

# The classic form of `docker save`: manifest.json, the config, one folder for the layer.
write_archive() {
  work=$1 name=$2 arch=$3
  created=$(date -u -d "@$epoch" +%Y-%m-%dT%H:%M:%SZ)
  mkdir -p "$work/archive/layer"
  find "$work/root" -mindepth 1 -maxdepth 1 -printf '%f\n' | LC_ALL=C sort |
    tar --create --file "$work/archive/layer/layer.tar" --directory "$work/root" \
      --exclude 'dev/*' --sort name --numeric-owner \
      --mtime "@$epoch" --clamp-mtime --xattrs --xattrs-include '*' --format posix \
      --pax-option 'exthdr.name=%d/PaxHeaders/%f,delete=atime,delete=ctime' \
      --verbatim-files-from --files-from -
  diff_id=$(sha256 "$work/archive/layer/layer.tar")
  mv "$work/archive/layer" "$work/archive/$diff_id"
  printf '%s' "{\"architecture\":\"$arch\",\"os\":\"linux\",\"created\":\"$created\",\
\"config\":{\"Env\":[\"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\"],\
\"Cmd\":[\"bash\"]},\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"sha256:$diff_id\"]},\
\"history\":[{\"created\":\"$created\",\"created_by\":\"debootstrap --variant=minbase $suite\"}]}" \
    >"$work/config.json"
  config=$(sha256 "$work/config.json")
  mv "$work/config.json" "$work/archive/$config.json"
  printf '%s' "[{\"Config\":\"$config.json\",\"RepoTags\":[\"slim-it/debian:$name\"],\
\"Layers\":[\"$diff_id/layer.tar\"]}]" >"$work/archive/manifest.json"
  tar --create --file "$work/image.tar" --directory "$work/archive" --sort name \
    --owner 0 --group 0 --numeric-owner --mtime "@$epoch" manifest.json "$config.json" "$diff_id"
}

if [ "${1:-}" = --in-namespace ]; then
  shift
  build_rootfs "$@"
  exit
fi

name=
while getopts n: option; do
  case $option in
  n) name=$OPTARG ;;
  *) die "usage: debian-base.sh [-n NAME] [PACKAGE...]" ;;
  esac
done
shift $((OPTIND - 1))

for package; do
  case $package in
  *[!a-z0-9.+-]* | [!a-z0-9]*) die "'$package' is no package name" ;;
  esac
done
packages=$(for package; do echo "$package"; done | LC_ALL=C sort -u | tr '\n' ' ')
# shellcheck disable=SC2086 # names hold no blanks
set -- $packages
: "${name:=$(echo "${packages:-minbase }" | tr ' +' '-.' | cut -c1-100 | sed 's/-*$//')}"
case $name in
*[!A-Za-z0-9_.-]* | [!A-Za-z0-9_]*) die "'$name' is no image tag: give one with -n" ;;
esac

cache=${XDG_CACHE_HOME:-$HOME/.cache}/slim-maven-plugin/it
arch=$(dpkg --print-architecture)
key=$({ echo "$suite $arch $name $packages" && cat "$0"; } | sha256sum | cut -c1-12)
archive=$cache/debian-$key.tar
mkdir -p "$cache"

exec 9>"$cache/debian-$key.lock"
flock 9

if [ ! -f "$archive" ]; then
  [ "$(id -u)" = 0 ] || die "needs root to build '$name': run it once as root"
  command -v debootstrap >/dev/null || die "needs debootstrap: apt-get install debootstrap"
  work=$(mktemp -d "$cache/build.XXXXXX")
  builder=
  clean_up() {
    trap '' INT TERM HUP
    # It may have ended by itself.
    [ -z "$builder" ] || kill -KILL "$builder" 2>/dev/null || true
    [ -z "$builder" ] || wait "$builder" 2>/dev/null || true
    rm -rf "$work"
  }
  trap clean_up EXIT
  trap 'exit 130' INT TERM HUP
  echo "Building slim-it/debian:$name, the log is $cache/debian-$key.log" >&2
  unshare --mount --pid --fork --kill-child --mount-proc --propagation private \
    sh "$0" --in-namespace "$work/root" "$@" >"$cache/debian-$key.log" 2>&1 9>&- &
  builder=$!
  if ! wait "$builder"; then
    builder=
    tail -n 20 "$cache/debian-$key.log" >&2
    die "'$name' could not be built from '$mirror': check the packages' names, or set DEBIAN_MIRROR"
  fi
  builder=
  write_archive "$work" "$name" "$arch"
  mv "$work/image.tar" "$archive"
  rm "$cache/debian-$key.log"
  clean_up
  trap - EXIT INT TERM HUP
fi

echo "tar://$archive"
if command -v docker >/dev/null && timeout 20 docker info >/dev/null 2>&1; then
  config=$(tar --extract --to-stdout --file "$archive" manifest.json |
    sed 's/.*"Config":"\([0-9a-f]*\)\.json".*/\1/')
  # It fails where the engine does not have the image yet.
  loaded=$(docker image inspect --format '{{.Id}}' "slim-it/debian:$name" 2>/dev/null || true)
  [ "$loaded" = "sha256:$config" ] || docker load --quiet --input "$archive" >&2
  echo "docker://slim-it/debian:$name"
fi
