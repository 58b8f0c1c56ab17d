import io.github.slimmaven.it.Bases

Bases.debian(basedir, 'perl', 'perl', 'libio-socket-ssl-perl', 'libtext-template-perl',
    'ca-certificates', 'tzdata')
return true
