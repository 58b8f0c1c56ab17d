#!/bin/sh
# Makes rpmdb.sqlite beside it: rpm's database with a few small packages and one of 400 files, whose
# header needs overflow pages. Only the table that is read stays, so that it is small.
# Needs Debian's packages rpm and sqlite3.
set -eu

out=$(cd "$(dirname "$0")" && pwd)/rpmdb.sqlite
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

package() {
  cat >"$1.spec" <<SPEC
Name: $1
Version: 1.4
Release: 2
Summary: A package for a test
License: MIT
BuildArch: noarch
%description
A package for a test.
%install
mkdir -p %{buildroot}/usr/bin %{buildroot}/usr/share/$1/deep
echo 1 >%{buildroot}/usr/bin/$1
for i in \$(seq $2); do echo 1 >%{buildroot}/usr/share/$1/deep/\$i; done
%files
/usr/bin/$1
/usr/share/$1
SPEC
  rpmbuild --define "_topdir $work/top" -bb "$1.spec" >/dev/null 2>&1
}

package shop-tool 1
package many 400
for i in 1 2 3 4 5 6; do
  package "small-$i" 1
done
rpm --root "$work/root" --define '_db_backend sqlite' --define '_dbpath /var/lib/rpm' \
  -i --nodeps --nosignature top/RPMS/noarch/*.rpm
sqlite3 root/var/lib/rpm/rpmdb.sqlite 'PRAGMA journal_mode = DELETE' >/dev/null
sqlite3 root/var/lib/rpm/rpmdb.sqlite \
  "SELECT 'DROP TABLE \"' || name || '\";' FROM sqlite_master
   WHERE type = 'table' AND name NOT IN ('Packages', 'sqlite_sequence')" >drop.sql
sqlite3 root/var/lib/rpm/rpmdb.sqlite '.read drop.sql' 'VACUUM'
cp root/var/lib/rpm/rpmdb.sqlite "$out"
