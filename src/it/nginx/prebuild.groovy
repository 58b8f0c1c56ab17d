import io.github.slimmaven.it.Bases

Bases.debian(basedir, 'nginx', 'nginx-light')
return true
