import io.github.slimmaven.it.Bases

Bases.debian(basedir, 'ruby', 'ruby-sinatra', 'ruby-kramdown', 'puma', 'ca-certificates', 'tzdata')
return true
