import groovy.json.JsonSlurper
import groovy.xml.XmlSlurper

def xml = { String file -> new XmlSlurper().parse(new File(basedir, file)) }
def report = { String run -> new JsonSlurper().parse(new File(basedir, "target/${run}/report.json")) }
def url = { String reports ->
    xml("target/${reports}/TEST-com.example.ShopIT.xml").properties.property
        .find { it.@name == 'slim.url' }.@value.text()
}
def rows = { String run -> new File(basedir, "target/${run}/files.csv").readLines() }
def log = new File(basedir, 'build.log').text

// Ten tests, and the same ten on the minified image, which is elsewhere.
['failsafe-reports', 'slim/tests/default', 'dropped/tests/default'].each { reports ->
    def summary = xml("target/${reports}/failsafe-summary.xml")
    assert summary.completed.text() == '10'
    assert summary.errors.text() == '0' && summary.failures.text() == '0'
    assert url(reports) ==~ 'http://[^/]+:[0-9]+'
}
assert ['failsafe-reports', 'slim/tests/default', 'dropped/tests/default'].collect(url).unique().size() == 3
assert log.contains('Tested: 10 integration tests passed on the minified image')

def slim = report('slim')
assert slim.status == 'minified' && slim.verification.verified && slim.verification.rounds == 1
assert slim.tracer.runs == 1
assert slim.ratio >= 2
// Nobody described a probe, and the app has no page at "/".
assert slim.probes.collect { [it.request, it.slim.status] } ==
    [['GET http://:8080/', 404], ['GET http://:8080/actuator/health', 200]]
assert rows('slim').any { it.startsWith('/opt/shop/terms.txt,kept,') }
assert new File(basedir, 'target/to/index.json').exists()

// What only a test reaches is found missing by that test.
def dropped = report('dropped')
assert dropped.engine.name == 'sandbox'
assert dropped.verification.verified && dropped.verification.rounds == 2
assert dropped.verification.repaired == ['/opt/shop/terms.txt']
assert log.contains('on the minified image 1 of 10 integration tests failed')

assert log.contains('The app that slim:start launched still runs: it is stopped now.')

// What neither a test nor a probe reaches is gone where only what was traced stays; the requests of the
// OpenAPI document are probes, asked before the tests.
def described = report('described')
assert described.verification.verified && described.tracer.runs == 1
assert described.probes.every { it.same }
assert described.probes.collect { [it.origin, it.request, it.slim.status] } == [
    ['default', 'GET http://:8080/', 404],
    ['default', 'GET http://:8080/actuator/health', 200],
    ['generated', 'GET http://:8080/openapi.yaml', 200],
    ['generated', 'GET http://:8080/products', 200],
    ['generated', 'GET http://:8080/products/2', 200],
    ['generated', 'GET http://:8080/labels/de', 200],
]
assert xml('target/described/tests/default/failsafe-summary.xml').completed.text() == '10'
assert rows('described').any { it.startsWith('/opt/shop/labels/de.txt,kept,') }
assert rows('dropped').any { it.startsWith('/opt/shop/labels/de.txt,removed,') }
def ask = { String run, String... paths ->
    def bin = new File(basedir, '../../../src/it/bin').canonicalPath
    def process = (["${bin}/ask.sh", "slim-it/failsafe-tests:${run}"] + paths.toList())*.toString().execute()
    def out = new StringBuilder()
    def err = new StringBuilder()
    process.waitForProcessOutput(out, err)
    [process.exitValue(), out.readLines().findAll(), err.toString()]
}
def (known, answers, said) = ask('described', '/currency', '/labels/de')
assert known == 0 : said
assert answers == ['uid 1000', 'EUR', 'Inhalt: Tee. Trocken lagern.']
def (unknown, some, problem) = ask('dropped', '/currency', '/labels/de')
assert unknown == 1 && some == ['uid 1000', 'EUR']
assert problem.contains("'slim-it/failsafe-tests:dropped' does not answer '/labels/de'")
assert problem.contains('NoSuchFileException: /opt/shop/labels/de.txt')

// A test that fails: nothing is minified.
assert log.contains('Nothing is minified, for 1 of 10 integration tests failed')
assert log.contains('slim:start has been executed before, and its app still runs')
['failing', 'unstopped', 'twice'].each { run ->
    assert !new File(basedir, "target/${run}/report.json").exists()
    assert !new File(basedir, "target/${run}/image").exists()
    assert !new File(basedir, "target/${run}/tested").list()
}

// No test, no image; and everything but the image.
assert log.contains("Skipped: 'skipTests' is set, no test would use the app.")
assert log.contains("Skipped: 'skipTests' is set, and there are no <probes>: nothing would exercise the app.")
def profile = report('profile')
assert profile.status == 'profiled' && !profile.verification.verified
assert profile.slim.size < profile.source.size
assert new File(basedir, 'target/profile/trace.json').exists()
assert !new File(basedir, 'target/profile/image').exists()
assert log.contains('(profiled: no image was written)')

// No build left a container.
assert ['docker', 'rmi', 'slim-it/failsafe-tests:described', 'slim-it/failsafe-tests:dropped'].execute().waitFor() == 0
def docker = ['docker', 'ps', '-aq', '--filter', 'label=slim-it=failsafe-tests'].execute()
assert docker.text.isEmpty() && docker.waitFor() == 0
io.github.slimmaven.it.Schemas.prove(basedir)
return true
