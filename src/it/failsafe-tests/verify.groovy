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

// A test that fails: nothing is minified.
assert log.contains('Nothing is minified, for 1 of 10 integration tests failed')
assert log.contains('slim:start has been executed before, and its app still runs')
['failing', 'unstopped', 'twice'].each { run ->
    assert !new File(basedir, "target/${run}/report.json").exists()
    assert !new File(basedir, "target/${run}/image").exists()
    assert !new File(basedir, "target/${run}/tested").list()
}

// Everything but the image.
def profile = report('profile')
assert profile.status == 'profiled' && !profile.verification.verified
assert profile.slim.size < profile.source.size
assert new File(basedir, 'target/profile/trace.json').exists()
assert !new File(basedir, 'target/profile/image').exists()
assert log.contains('(profiled: no image was written)')

// No build left a container.
def docker = ['docker', 'ps', '-aq', '--filter', 'label=slim-it=failsafe-tests'].execute()
assert docker.text.isEmpty() && docker.waitFor() == 0
return true

io.github.slimmaven.it.Schemas.prove(basedir)
