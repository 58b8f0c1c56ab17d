import groovy.json.JsonSlurper

['slim-sandbox', 'slim'].each { folder ->
    def slim = new File(basedir, "target/${folder}")
    def report = new JsonSlurper().parse(new File(slim, 'report.json'))

    assert report.status == 'minified'
    assert report.verification.verified
    assert report.ratio > 1
    assert report.slim.size < report.source.size
    assert report.probes*.request == ['GET http://:8080/', 'GET http://:8080/actuator/health']
    assert report.probes.every { it.same && it.slim.status == 200 }
    assert report.checks*.rule == ['maxSize'] && report.checks.every { it.passed }

    def layout = new JsonSlurper().parse(new File(slim, 'image/oci-layout'))
    assert layout.imageLayoutVersion == '1.0.0'
    def index = new JsonSlurper().parse(new File(slim, 'image/index.json'))
    assert index.manifests*.digest == [report.slim.digest]
    assert new File(slim, 'image/blobs/' + report.slim.digest.replace(':', '/')).isFile()

    assert new File(slim, 'files.csv').readLines().size() > report.kept.files
    assert new File(slim, 'size.json').isFile()
    assert new File(slim, 'container.log').text.contains('Started GreetingApplication')
}

def engine = new JsonSlurper().parse(new File(basedir, 'target/slim-sandbox/report.json')).engine
assert engine.name == 'sandbox'

def log = new File(basedir, 'build.log').text
assert log =~ /Minified '[^']+': \S+ [kMG]?B -> \S+ [kMG]?B, \S+x smaller/
assert log.contains('Verified after')
