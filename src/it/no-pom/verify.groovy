import groovy.json.JsonSlurper

def report = new JsonSlurper().parse(new File(basedir, 'target/slim/report.json'))
assert report.status == 'minified'
assert report.verification.verified
assert report.probes*.request == ['GET http://:8080/']
assert report.probes.every { it.same && it.slim.status == 200 }
assert report.ratio > 5
assert basedir.list().every { !it.contains('$') }

// The X-ray of the same image: one layer, nothing wasted.
def xray = new JsonSlurper().parse(new File(basedir, 'target/slim/xray.json'))
assert xray.layers.size() == 1
assert xray.size == report.source.size
assert xray.efficiency.wastedBytes == 0
assert xray.permissions.first.any { it.path == '/usr/bin/passwd' && it.kinds == ['setuid'] }
assert new File(basedir, 'target/slim/source.Dockerfile').text.contains('\nFROM scratch\n')

// Its page works in a browser.
def browse = [new File(basedir, '../../../src/it/bin/browse.sh').canonicalPath,
    "${basedir}/target/slim/xray.html", "${basedir}/target/screenshots"]*.toString().execute()
def said = new StringBuilder()
browse.waitForProcessOutput(said, said)
assert browse.exitValue() == 0 : said
