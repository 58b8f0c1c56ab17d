import io.github.slimmaven.it.Levels

def levels = Levels.of(basedir, 'envsubst:source', 8080)
    .with('--env', 'TLS=1', '--env', 'SITE_NAME=Shop', '--env', 'TZ=Asia/Tokyo',
        '--publish', '127.0.0.1::8443')
    .get('/', 'This is Shop')
    .get('/robots.txt', 'User-agent')
    .get('/started.txt', /Started on \d{4}-\d\d-\d\d in JST/)
    .curl(['--insecure', 'https://shop.example:8443/'], 'This is Shop')
    .run(['debug'], /(?s)SITE_NAME=Shop.*disk \/.*[0-9a-f]{64}  \/srv.*root = "\/srv/)
    .run(['check'], 'configuration is good')
    .run(['openssl', 'version'], 'OpenSSL')
levels.prove()
assert levels.report('balanced').slim.size.asLong() < 25_000_000

// The other engine sees the same.
assert levels.report('sandbox').engine.name.asText() == 'sandbox'
assert levels.report('sandbox').slim.size == levels.report('balanced').slim.size
return true
