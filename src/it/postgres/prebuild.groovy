import io.github.slimmaven.it.Bases
import io.github.slimmaven.it.Command

Bases.debian(basedir, 'postgres', 'postgresql')
Bases.debian(basedir, 'psycopg2', 'python3-psycopg2')
Command.call('docker', 'build', '--quiet', '--tag', 'slim-it/postgres-db', new File(basedir, 'db').path)
return true
