import io.github.slimmaven.it.Bases

Bases.debian(basedir, 'redis', 'redis-server')
return true
