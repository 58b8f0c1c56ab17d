import io.github.slimmaven.it.Levels

def shop = 'http://shop.example'
def levels = Levels.of(basedir, 'nginx:source', 80)
    .with('--publish', '127.0.0.1::443')
    .get('/legal/imprint.html', 'Nothing links')
    .get('/', 'Welcome')
    .curl([shop + '/'], 'Everything must go')
    .curl(['--write-out', '%{http_code}', shop + '/nowhere'], /We looked everywhere[^$]*404/)
    .curl(['--include', shop + '/static/shop.css'], /Content-Type: text\/css[^$]*font-family/)
    .curl(['--include', shop + '/static/shop.js'], /Content-Type: application\/javascript/)
    .curl(['--include', shop + '/static/fonts/shop.woff2'], /Content-Type: font\/woff2[^$]*wOF2/)
    .curl(['--include', '--compressed', shop + '/static/shop.css'],
        /Content-Encoding: gzip[^$]*font-family/)
    .curl(['--write-out', '%{http_code}', shop + '/admin/'], '401')
    .curl(['--user', 'admin:secret', shop + '/admin/'], 'No orders today')
    .curl(['--insecure', 'https://shop.example/'], 'Everything must go')
    .curl(['--insecure', '--http2', 'https://shop.example/static/shop.js'], 'open')
    .exec(['nginx', '-t'], 'syntax is ok')
    .exec(['nginx', '-s', 'reload'], '')
    .curl([shop + '/'], 'Everything must go')
levels.prove()
assert levels.report('balanced').slim.size.asLong() < 16_000_000
return true
