#!/bin/sh
# Opens a report.html or an xray.html in Chromium and uses it as a person would.
#
#   browse.sh PAGE SCREENSHOTS
#
# Fails if something does not work, or if the page writes an error or asks for anything but itself.
# Leaves pictures at two widths and in both colour schemes in the directory SCREENSHOTS.
# Needs chromium, nodejs (18 or later) and curl; Playwright comes from the npm registry once for a
# machine and lies in ${XDG_CACHE_HOME:-~/.cache}/slim-maven-plugin/it. NPM_REGISTRY names another.
set -eu

version=1.65.1
sha512=86a3e9cfb6e548c3f1595768784d728814b35ec2a254e77693e9230af994cb00f618f3b60ddf477dc5a7abd34dd061db3590c5819f497c116bf97e7f04ba34ab
cache=${XDG_CACHE_HOME:-$HOME/.cache}/slim-maven-plugin/it
playwright=$cache/playwright-core-$version

die() {
  echo "browse.sh: $*" >&2
  exit 1
}

[ $# = 2 ] || die "usage: browse.sh PAGE SCREENSHOTS"
command -v node >/dev/null || die "needs nodejs: apt-get install nodejs"
command -v chromium >/dev/null || die "needs chromium: apt-get install chromium"

mkdir -p "$cache"
exec 9>"$cache/playwright.lock"
flock 9
if [ ! -d "$playwright" ]; then
  work=$(mktemp -d "$cache/build.XXXXXX")
  trap 'rm -rf "$work"' EXIT
  trap 'exit 130' INT TERM HUP
  curl -fsS --retry 3 --max-time 300 --output "$work/package.tgz" \
    "${NPM_REGISTRY:-https://registry.npmjs.org}/playwright-core/-/playwright-core-$version.tgz"
  echo "$sha512  $work/package.tgz" | sha512sum --check --quiet
  tar --extract --file "$work/package.tgz" --directory "$work"
  mv "$work/package" "$playwright"
  rm -rf "$work"
  trap - EXIT INT TERM HUP
fi
exec 9>&-

PLAYWRIGHT=$playwright exec node "$(dirname "$0")/browse.mjs" "$1" "$2"
