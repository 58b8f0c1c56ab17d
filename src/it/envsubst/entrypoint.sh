#!/bin/sh
set -eu

render() {
    envsubst '$PORT $SITE_NAME' <"$1"
}

case $1 in
serve)
    render /srv/site/index.html.template >/srv/site/index.html
    render /etc/lighttpd/lighttpd.conf.template >/run/lighttpd.conf
    if [ -n "${TLS:-}" ]; then
        openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj "/CN=$SITE_NAME" \
            -keyout /run/key.pem -out /run/cert.pem 2>/dev/null
        cat >>/run/lighttpd.conf <<-CONF
			server.modules += ( "mod_openssl" )
			\$SERVER["socket"] == ":8443" {
			    ssl.engine = "enable"
			    ssl.pemfile = "/run/cert.pem"
			    ssl.privkey = "/run/key.pem"
			}
		CONF
    fi
    if [ -n "${TZ:-}" ]; then
        date '+Started on %F in %Z' >/srv/site/started.txt
    fi
    exec lighttpd -D -f /run/lighttpd.conf
    ;;
debug)
    env | sort
    df -P / | awk 'NR == 2 { print "disk", $6 }'
    find /srv/site -name '*.template' -exec sha256sum {} +
    sed -n 's/^server.document-root/root/p' /etc/lighttpd/lighttpd.conf.template
    ;;
check)
    render /etc/lighttpd/lighttpd.conf.template >/tmp/lighttpd.conf
    lighttpd -tt -f /tmp/lighttpd.conf && echo "configuration is good"
    ;;
*)
    exec "$@"
    ;;
esac
