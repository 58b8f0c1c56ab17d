import groovy.json.JsonSlurper

def report = new JsonSlurper().parse(new File(basedir, 'target/slim/report.json'))
assert report.status == 'minified'
assert report.verification.verified
assert report.probes*.request == ['GET http://:8080/']
assert report.probes.every { it.same && it.slim.status == 200 }
assert report.ratio > 5
assert basedir.list().every { !it.contains('$') }

// Known vulnerabilities: what perl needs is left in parts and counts; bash and gzip are gone.
def found = { it.security.findings.collectEntries { [it.id, it.state] } }
def perl = 'perl fixed in 5.36.0-7+deb12u99 (bookworm-security)'
def bash = 'bash fixed in 5.2.15-2+deb12u99 (bookworm-security)'
assert found(report) ==
    ['CVE-2099-0001': 'partial', (perl): 'partial', 'CVE-2099-0002': 'removed', (bash): 'removed']
assert report.security.counts.all.subMap(['source', 'gone', 'reduced', 'remaining']) ==
    [source: 4, gone: 2, reduced: 2, remaining: 2]
assert report.security.counts.high.subMap(['source', 'gone', 'remaining']) == [source: 2, gone: 1, remaining: 1]
// By the package database that is left, a scanner of the minified image names the same and no more.
def listed = new JsonSlurper().parse(new File(basedir, 'target/slim/slim.cdx.json')).components
assert report.security.naive.packages == listed.count { it.purl?.startsWith('pkg:deb/') }
assert report.security.naive.vulnerabilities.subMap(['all', 'high', 'unknown']) == [all: 2, high: 1, unknown: 1]
assert report.security.naive.unseen == 0
def vex = new JsonSlurper().parse(new File(basedir, 'target/slim/slim.vex.json'))
assert vex.statements*.vulnerability*.name == ['CVE-2099-0002']
assert vex.statements[0].products[0]['@id'].endsWith('@' + report.slim.digest.replace(':', '%3A'))
assert vex.statements[0].products[0].subcomponents*.'@id'.every { it.startsWith('pkg:deb/debian/gzip@') }
def sarif = new JsonSlurper().parse(new File(basedir, 'target/slim/slim.sarif'))
assert sarif.runs[0].results*.ruleId as Set == ['CVE-2099-0001', perl] as Set

// The scan of the source has all of them.
def scan = new JsonSlurper().parse(new File(basedir, 'target/slim/scan.json'))
assert found(scan) == ['CVE-2099-0001': 'kept', 'CVE-2099-0002': 'kept', (perl): 'kept', (bash): 'kept']
assert scan.checks*.passed == [true]
assert new File(basedir, 'target/slim/scan.html').text.contains('CVE-2099-0002')

// Beside its source, the minified image has fewer of everything.
def bases = new JsonSlurper().parse(new File(basedir, 'target/slim/bases.json')).bases
assert bases*.vulnerabilities*.all == [4, 2]
assert bases[1].packages == report.security.naive.packages
assert bases[0].packages > 2 * bases[1].packages
assert bases[0].setuid > 0 && bases[1].setuid == 0
assert bases[1].digest == report.slim.digest
assert new File(basedir, 'target/slim/bases.md').text.contains('| base image | size |')

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
