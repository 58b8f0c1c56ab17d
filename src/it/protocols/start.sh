#!/bin/sh
# Several servers in one container, so that one image has every protocol.
mkdir -p /run/php
php-fpm8.2 --daemonize
redis-server --bind 0.0.0.0 --protected-mode no --save '' --daemonize yes
cd /srv || exit 1
python3 -W ignore -m smtpd --nosetuid --class DebuggingServer 0.0.0.0:2525 &
python3 services.py &
exec nginx -g 'daemon off;'
