import io.github.slimmaven.it.Bases

Bases.debian(basedir, 'protocols', 'nginx-light', 'openssl', 'php-fpm', 'python3-grpcio',
    'python3-grpc-tools', 'python3-pkg-resources',
    'python3-websockets', 'redis-server')
return true
