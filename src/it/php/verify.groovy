import io.github.slimmaven.it.Levels

def ask = { path -> "GET ${path} HTTP/1.0\r\n\r\n".toString() }
def levels = Levels.of(basedir, 'php:source', 8000)
    .get('/orders', '<title>Orders</title>(?s).*2: Bread &amp; butter')
    .get('/shop.css', 'sans-serif')
    .get('/feed', '<order id="2">Bread &amp; butter</order>')
    .get('/text?locale=de', '^GRÜN; Latin; ASCII; ü; Ofen Öl Zoo; 1\\.234,50.€; zwölf; '
        + 'Donnerstag, 1\\. Januar 1970$')
    .get('/tls', '^1\\d\\d roots, trusted$')
    .get('/calendar?zone=Europe/Berlin', '^2025-07-01T14:00:00\\+02:00 CEST, Tuesday$')
    .get('/visit', '^Visit 1, stored$')
    .tcp(ask('/nothing'), '404 Not Found(?s).*Not found')
    .tcp(ask('/broken'), '500 Internal Server Error')
levels.prove()
assert levels.report('balanced').slim.size.asLong() < 83_000_000
return true
