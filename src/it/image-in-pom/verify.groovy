import groovy.json.JsonSlurper

def report = new JsonSlurper().parse(new File(basedir, 'target/slim/report.json'))
assert report.status == 'minified'
assert report.verification.verified
assert report.probes*.request == ['GET http://:8080/']
assert report.probes.every { it.same && it.slim.status == 200 }
assert report.ratio > 5
assert report.checks*.passed == [true]

def index = new JsonSlurper().parse(new File(basedir, 'target/perl/index.json'))
assert index.manifests*.digest == [report.slim.digest]

// Slimmed again: nothing more goes.
def again = new JsonSlurper().parse(new File(basedir, 'target/again/report.json'))
assert again.status == 'unchanged'
assert again.source.digest == report.slim.digest
assert again.slim.digest == report.slim.digest
