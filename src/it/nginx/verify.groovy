import io.github.slimmaven.it.Levels

def levels = Levels.of(basedir, 'nginx:source', 80)
    .get('/legal/imprint.html', 'Nothing links')
    .get('/', 'Welcome')
levels.prove()
assert levels.report('balanced').slim.size.asLong() < 16_000_000
return true
