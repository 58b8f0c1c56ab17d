import io.github.slimmaven.it.Command
import io.github.slimmaven.it.Levels

def levels = Levels.of(basedir, 'flask-gunicorn:source', 8000)
    .get('/about', '<title>About Shop</title>.*fresh and local')
    .get('/health', '"status":\\s*"up"')
    .get('/opening-hours/Asia/Tokyo', '17:00 JST')
    .get('/partners', '"certificates":\\s*[1-9]\\d\\d')
    .get('/whoami', '^999')
    .get('/stock/', '"bread":\\s*1\\.8,\\s*"milk":\\s*1\\.25')
    .get('/stock/price-list.csv', 'milk,1\\.25,1\\.49')

// The check that the source declares is the minified image's, and was executed beside its app.
def check = ['CMD-SHELL', 'curl --fail --silent http://localhost:8000/health']
['conservative', 'balanced', 'aggressive', 'sandbox'].each { level ->
    def config = Command.call('docker', 'image', 'inspect', '--format', '{{json .Config}}',
        "slim-it/flask-gunicorn:${level}".toString())
    def json = new groovy.json.JsonSlurper().parseText(config)
    assert json.Healthcheck.Test == check
    assert json.User == '999'
    def health = levels.report(level).verification.healthCheck
    assert health.command.asText() == "/bin/sh -c ${check[1]}"
    assert health.exitCode.asInt() == 0
    assert health.millis.isIntegralNumber()
}

// Both engines see the same.
assert levels.report('balanced').engine.name.asText() == 'docker'
assert levels.report('sandbox').engine.name.asText() == 'sandbox'
def kept = { level -> levels.files(level).findAll { it.contains(',kept,') }.collect { it.split(',kept,')[0] } }
assert kept('sandbox') == kept('balanced')
assert levels.report('sandbox').slim.digest == levels.report('balanced').slim.digest

levels.prove()
// 13 MB of it are curl's libraries, which only the check uses.
assert levels.report('balanced').slim.size.asLong() <= 60_000_000
Command.call('docker', 'image', 'rm', '--force', 'slim-it/flask-gunicorn:sandbox')
return true
