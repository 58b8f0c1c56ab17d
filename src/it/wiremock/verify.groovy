import groovy.json.JsonSlurper

def report = new JsonSlurper().parse(new File(basedir, 'target/slim/report.json'))
assert report.status == 'minified'
assert report.verification.verified
assert report.probes*.request ==
    ['GET http://:8080/__admin/health', 'GET http://:8080/__admin/mappings']
assert report.probes.every { it.same && it.slim.status == 200 }
assert report.ratio > 1

io.github.slimmaven.it.Schemas.prove(basedir)
