#!/bin/sh
# Runs integration tests twice and compares what their minified images keep.
#
#   same-twice.sh [NAME...]
#
# NAME is a project in src/it; without one all projects run. Each run begins with fresh copies of the
# projects. Compared is every files.csv below target/it/NAME: path, kept or removed, size and reason.
# Prints a table; each difference and what the two traces say of it goes to
# target/same-twice/differences.txt. What the app did only once (a path or a module that one trace has
# and the other has not) explains a difference, also of what stays because of such a path; /proc, /tmp
# and the like explain nothing.
# Ends with 0 if all differences are explained, 1 if not, 2 if a test failed or left nothing to compare
# (what the others left is compared all the same).
set -eu

cd "$(dirname "$0")/../../.."
export LC_ALL=C
saved=target/same-twice
names=$(echo "$*" | tr ' ' ',')
tab=$(printf '\t')

die() {
  echo "same-twice.sh: $*" >&2
  exit 2
}

# round N: runs the projects and puts their file lists and traces aside.
round() {
  ./mvnw -B -ntp -P run-its verify -DskipTests ${names:+"-Dinvoker.test=$names"} \
    >"$saved/$1.log" 2>&1 || {
    echo "run $1 failed, see $saved/$1.log:" >&2
    grep '\.\. FAILED' "$saved/$1.log" >&2 || true
    failed=2
  }
  find target/it -name files.csv ! -path '*/previous/*' | while read -r list; do
    to=$saved/$1/$(dirname "${list#target/it/}")
    mkdir -p "$to"
    cp "$list" "$to"
    cp "$(dirname "$list")/trace.json" "$to"
  done
  [ -d "$saved/$1" ] || die "run $1 left no files.csv: see $saved/$1.log"
}

# entries LIST: a line of path, status, reason and size for each entry.
entries() {
  sed -nE "s/\r$//; s/^(\"([^\"]|\"\")*\"|[^,]*),(kept|removed),([0-9]+),([^,]*),.*/\1$tab\3$tab\5$tab\4/p" \
    "$1" | sort
}

# touched TRACE: a line for each path with its uses, and for each of "modules" and "jars".
touched() {
  sed -nE -e 's/^    "(.*)" : (\[.*\]),?$/\1 \2/p' -e 's/^  "(modules|jars)" : .*/&/p' "$1" | sort
}

# differing FILE FILE: what only one of them has, < the first and > the second.
differing() {
  diff "$1" "$2" | sed -n '/^[<>]/p' || true
}

# explained ENTRIES TRACES: each differing entry with "unexplained" or why.
explained() {
  awk -F"$tab" -v traces="$2" '
    BEGIN {
      while ((getline line < traces) > 0) {
        path = substr(line, 3)
        sub(/ \[.*/, "", path)
        once[path] = 1
        if (path !~ /^\/(proc|sys|dev|tmp|run|\.slim)(\/|$)/) any = 1
      }
    }
    {
      path = substr($1, 3)
      why = path in once ? "used by the app otherwise" : any ? "follows from what the app used otherwise" : "unexplained"
      print $0 FS why
    }' "$1"
}

failed=0
rm -rf "$saved"
mkdir -p "$saved"
[ -z "$names" ] || for name in "$@"; do
  [ -d "src/it/$name" ] || die "there is no project 'src/it/$name'"
  rm -rf "target/it/$name"
done
[ -n "$names" ] || rm -rf target/it
round 1
round 2

unexplained=0
printf '%-50s %8s %8s %8s %8s\n' project 'run 1' 'run 2' differ unclear
for list in $(cd "$saved/1" && find . -name files.csv | sort); do
  one=$saved/1/$list
  two=$saved/2/$list
  [ -f "$two" ] || {
    echo "run 2 left no '$list'" >&2
    failed=2
    continue
  }
  entries "$one" >"$one.entries"
  entries "$two" >"$two.entries"
  touched "$(dirname "$one")/trace.json" >"$one.touched"
  touched "$(dirname "$two")/trace.json" >"$two.touched"
  differing "$one.touched" "$two.touched" >"$saved/touched"
  differing "$one.entries" "$two.entries" >"$saved/differ"
  explained "$saved/differ" "$saved/touched" >"$saved/why"
  unclear=$(grep -c 'unexplained$' "$saved/why" || true)
  unexplained=$((unexplained + unclear))
  printf '%-50s %8d %8d %8d %8d\n' "$(dirname "${list#./}")" \
    "$(cut -f2 "$one.entries" | grep -cx kept || true)" \
    "$(cut -f2 "$two.entries" | grep -cx kept || true)" \
    "$(cut -f1 "$saved/why" | cut -c3- | sort -u | wc -l)" "$unclear"
  if [ -s "$saved/why" ]; then
    { echo "$list"; cat "$saved/why"; echo "in the traces:"; head -n 100 "$saved/touched"; echo; } >>"$saved/differences.txt"
  fi
done
if [ "$unexplained" -gt 0 ]; then
  echo "$unexplained lines of $saved/differences.txt have no explanation" >&2
  exit 1
fi
exit "$failed"
