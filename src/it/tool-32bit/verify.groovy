import io.github.slimmaven.it.Command
import io.github.slimmaven.it.Levels

def levels = Levels.of(basedir, 'tool-32bit:source', 0)
    .run([], '4-byte pointers')
    .run(['root', '2'], '1.41421')
    .run(['user', 'www-data'], 'www-data lives in /var/www')
    .run(['encode', 'ISO-8859-15'], 'e9')
levels.prove()
assert levels.report('balanced').slim.size.asLong() < 16_000_000

// The other engine sees the same.
assert levels.report('sandbox').engine.name.asText() == 'sandbox'
assert levels.report('sandbox').slim.size == levels.report('balanced').slim.size

// What the engine keeps of the stage with the compiler.
Command.call('docker', 'images', '--quiet', '--filter', 'label=stage=slim-it-tool-32bit').readLines()
    .each { image -> Command.run(['docker', 'image', 'rm', image]) }
return true
