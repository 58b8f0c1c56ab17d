import io.github.slimmaven.it.Levels

def ask = { path -> "GET ${path} HTTP/1.0\r\n\r\n".toString() }
def levels = Levels.of(basedir, 'ruby-sinatra:source', 9292)
    .get('/orders', '<title>Shop</title>(?s).*2: Bread &amp; butter')
    .get('/help', '<em>counter</em>')
    .get('/shop.css', 'sans-serif')
    .get('/feed', "<order id='2'>Bread &amp; butter</order>")
    .get('/orders.json', '"2": "Bread & butter"')
    .get('/orders.yaml', '2: Bread & butter')
    .get('/orders.csv', '2,Bread & butter')
    .get('/tls', '^1\\d\\d of 1\\d\\d, true$')
    .get('/calendar?zone=Europe/Berlin', '^2025-07-01T14:00:00\\+02:00 CEST, Thursday$')
    .get('/text', '^GRÜN ü 4 4 0e2226b5$')
    .tcp(ask('/nothing'), '404 Not Found(?s).*Not Found')
    .tcp(ask('/broken'), '500 Internal Server Error')
levels.prove()
assert levels.report('balanced').slim.size.asLong() < 41_000_000
return true
