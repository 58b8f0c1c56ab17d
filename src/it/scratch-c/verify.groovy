import io.github.slimmaven.it.Command
import io.github.slimmaven.it.Levels

def levels = Levels.of(basedir, 'scratch-c:source', 8080)
    .get('/greeting.txt', 'hello from a file')
    .get('/dots.txt', 'the last line')

// Nothing but the program: the image stays as it is, down to its id.
def bare = levels.report('bare')
assert bare.status.asText() == 'unchanged'
assert bare.removed.files.asInt() == 0
assert bare.slim.size == bare.source.size
assert bare.slim.layers.get(0).diffId == bare.source.layers.get(0).diffId
def id = new File(basedir, 'target/bare/image.id').text.trim()
assert Command.call('docker', 'image', 'inspect', '--format', '{{.Id}}', 'slim-it/scratch-c:bare') == id
Command.call('docker', 'image', 'rm', '--force', 'slim-it/scratch-c:bare')

levels.prove()
['conservative', 'balanced', 'aggressive'].each { level ->
    def report = levels.report(level)
    assert report.slim.size.asLong() <= report.source.size.asLong()
}
assert levels.report('balanced').status.asText() == 'unchanged'
assert levels.report('aggressive').removed.files.asInt() > 0

// What the engine keeps of the stage with the compiler.
Command.call('docker', 'images', '--quiet', '--filter', 'label=stage=slim-it-scratch-c').readLines()
    .each { image -> Command.run(['docker', 'image', 'rm', image]) }
return true
