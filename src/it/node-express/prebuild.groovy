import io.github.slimmaven.it.Bases
import io.github.slimmaven.it.Command

Bases.debian(basedir, 'node', 'nodejs', 'ca-certificates')
Command.call('npm', 'ci', '--prefix', basedir.path, '--omit=dev', '--no-audit', '--no-fund')
return true
