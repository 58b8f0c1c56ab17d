import io.github.slimmaven.it.Levels

def ask = { path -> "GET ${path} HTTP/1.0\r\n\r\n".toString() }
def levels = Levels.of(basedir, 'node-express:source', 3000)
    .get('/orders', '<title>Orders</title>(?s).*2: Bread &amp; butter')
    .get('/public/shop.css', 'sans-serif')
    .get('/price?locale=de', '1\\.234\\.567,50.€, Donnerstag, 1\\. Januar 1970')
    .get('/price?locale=ja', '1970年1月1日木曜日')
    .get('/menu', 'soup:\n  price: 5')
    .get('/checksum', '^0e2226b5235f0ff94a276eb4d07a3bfea74b7e3b8b85e9efca6c18430f041bf8$')
    .get('/tls', '"own":1\\d\\d,"system":1\\d\\d,"ciphers":\\d+,"secure":true')
    .get('/calendar', '^Thursday$')
    .tcp(ask('/nothing'), '404 Not Found(?s).*Cannot GET /nothing')
    .tcp(ask('/broken'), '500 Internal Server Error')
levels.prove()
assert levels.report('balanced').slim.size.asLong() < 117_000_000
return true
