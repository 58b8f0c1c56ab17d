#!/bin/sh
# Makes a database for the user "postgres" with POSTGRES_PASSWORD, and serves it.
set -eu
: "${POSTGRES_PASSWORD:?is not set}"

PATH=$(echo /usr/lib/postgresql/*/bin):$PATH
data=/var/lib/postgresql/data

(umask 077 && echo "$POSTGRES_PASSWORD" >/tmp/password)
initdb --pgdata "$data" --username postgres --pwfile /tmp/password --auth scram-sha-256 --no-sync
rm /tmp/password
echo 'host all all all scram-sha-256' >>"$data/pg_hba.conf"

exec postgres -D "$data" -c listen_addresses='*' -c unix_socket_directories=/tmp
