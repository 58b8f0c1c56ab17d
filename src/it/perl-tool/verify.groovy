import io.github.slimmaven.it.Levels

def levels = Levels.of(basedir, 'perl-tool:source', 0)
    .run(['json'], '"name" : "Bread & butter"')
    .run(['page'], '^Orders\n1: Soup\n2: Bread & butter')
    .run(['export', 'csv'], '2,"Bread & butter"\n# 4 fields')
    .run(['due'], '^Tuesday, 2025-07-01 14:00 CEST, 2')
    .run(['text'], '^GRÜN 4 4 Greek LATIN SMALL LETTER U WITH DIAERESIS')
    .run(['tls'], '^HTTPS, 1\\d\\d roots')
    .run(['archive'], '^0e90e1aa')
levels.prove()
assert levels.report('balanced').slim.size.asLong() < 53_000_000
return true
