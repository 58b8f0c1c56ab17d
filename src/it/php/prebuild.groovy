import io.github.slimmaven.it.Bases

Bases.debian(basedir, 'php', 'php-cli', 'php-intl', 'php-mbstring', 'php-sqlite3', 'php-xml',
    'ca-certificates', 'tzdata')
return true
