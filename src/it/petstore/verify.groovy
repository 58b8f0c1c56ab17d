import groovy.json.JsonSlurper
import io.github.slimmaven.it.Command

def report = { String run -> new JsonSlurper().parse(new File(basedir, "target/${run}/report.json")) }
def requests = { String run -> report(run).probes*.request*.replace('http://:8080', '') }
def site = ['GET /about', 'GET /static/style.css', 'GET /static/paper.svg', 'GET /static/logo.svg']
def safe = ['GET /api/pets?limit=20&status=available', 'GET /api/pets/1', 'GET /api/pets/1/passport']
def changes = ['POST /api/pets', 'POST /api/pets/1/photo', 'POST /api/owners', 'PUT /api/pets/1']

['bare', 'json', 'yaml', 'swagger'].each { run ->
    assert report(run).verification.verified
    assert report(run).probes.every { it.same }
}
assert requests('bare') == ['GET /']
assert requests('json') as Set == (['GET /', 'GET /openapi.json'] + site + safe) as Set
assert requests('yaml') as Set == (['GET /'] + site + changes + safe + 'DELETE /api/pets/1') as Set
assert requests('yaml').last() == 'DELETE /api/pets/1'
assert requests('swagger') as Set == (['GET /'] + site
    + ['POST /api/pets', 'POST /api/pets/1/photo', 'POST /api/owners', 'GET /api/pets?limit=1&status=available']) as Set

def log = new File(basedir, 'build.log').text
assert log.contains("Asked for 5 operations of '/openapi.json': 3 accepted")
assert log.contains("Asked for 10 operations of 'src/main/openapi.yaml': 8 accepted")
assert log.contains("Asked for 5 operations of 'src/main/swagger.yaml': 4 accepted")
assert log.contains('Followed links: 4 answers')
assert report('json').tracer.limits.any {
    it.contains("'GET http://:8080/api/broken' was answered with status '500'") &&
        it.contains("'GET http://:8080/api/secret' was answered with status '403'")
}

// What was crawled and generated works in the minified image; without that, at this level, it does not.
def answers = { String run ->
    def id = Command.call('docker', 'run', '--detach', '--publish', '127.0.0.1::8080', "slim-it/petstore:${run}".toString())
    try {
        def url = 'http://' + Command.call('docker', 'port', id, '8080').readLines()[0]
        def curl = ['curl', '--silent', '--noproxy', '*', '--fail', '--max-time', '20',
            '--header', 'X-Office: AB12', '--cookie', 'session=s']
        Command.run(curl + ['--retry', '20', '--retry-all-errors', '--retry-delay', '1', url + '/'])
        ['/', '/about', '/static/logo.svg', '/api/pets/1/passport'].collectEntries { path ->
            [path, Command.run(curl + [url + path]).exitCode() == 0]
        }
    } finally {
        Command.call('docker', 'rm', '--force', '--volumes', id)
    }
}
assert answers('json').values().every()
assert answers('yaml').values().every()
assert answers('bare')['/'] && !answers('bare').values().every()

['bare', 'json', 'yaml', 'swagger'].each {
    Command.call('docker', 'image', 'rm', '--force', "slim-it/petstore:${it}".toString())
}
Command.call('docker', 'image', 'rm', '--force', 'petstore:source')
io.github.slimmaven.it.Schemas.prove(basedir)
return true
