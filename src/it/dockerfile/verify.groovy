import groovy.json.JsonSlurper

def log = new File(basedir, 'build.log').text
assert log.contains('Step 1/')
assert log.contains("Built 'docker://slim-dockerfile:source'")

def report = new JsonSlurper().parse(new File(basedir, 'target/slim/report.json'))
assert report.status == 'minified'
assert report.verification.verified
assert report.probes*.request == ['run hello', 'run failure', 'run']
assert report.probes*.slim*.status == [0, 3, 0]

def files = new File(basedir, 'target/slim/files.csv').text
assert files.contains('/app/greet.sh')
assert !files.contains('/app/secret')
assert report.source.size - report.slim.size >= 1024 * 1024

['slim-dockerfile:source', 'slim-dockerfile:slim'].each { name ->
    assert ['docker', 'image', 'rm', name].execute().waitFor() == 0
}
io.github.slimmaven.it.Schemas.prove(basedir)
return true
