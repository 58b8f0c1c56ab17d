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
def output = new StringBuilder()
browse.waitForProcessOutput(output, output)
assert browse.exitValue() == 0 : output

// The Dockerfile of the article on Python images: each practice that it lacks, in words.
def lines = new File(basedir, 'build.log').readLines()
def said = { String text -> assert lines.any { it.endsWith(text) } : text }
said("WARN  SLIM001 Dockerfile:1: 'python' may be another image tomorrow: name a version and its digest," +
    " as in 'python:3.12-slim@sha256:...'")
said("WARN  SLIM003 Dockerfile:5: 'pip' installs after the sources were copied in line 3: each change of one" +
    " installs all again: copy the list of dependencies alone, install, then copy the sources")
said("WARN  SLIM004 Dockerfile:4: the final stage uses or installs gcc: build in an earlier stage and" +
    " 'COPY --from' what it made")
said("WARN  SLIM005 Dockerfile: no USER is set, and root is the default: add a user and 'USER' with its number," +
    " as in 'USER 10001'")
said("WARN  SLIM007 /usr/app/app.py: it starts Flask's own server: start a production server, as gunicorn," +
    " 'node server.js' or the packaged jar")
said("WARN  SLIM009 Dockerfile: no HEALTHCHECK is set: add 'HEALTHCHECK CMD ...', or name the Kubernetes manifest" +
    " with its probe in 'kubernetes'")
said("WARN  SLIM010 Dockerfile:5: pip leaves its cache: remove it in the same RUN, or use 'RUN --mount=type=cache'")
assert lines.any { it.contains('9 findings break SLIM001, SLIM003, SLIM004, SLIM005, SLIM007, SLIM009, SLIM010,' +
    " SLIM015 (failOn is 'warn'): mend what the lines above say, or list the rule in 'ignore'") }
said('0 of 17 rules are broken')
def lint = { new JsonSlurper().parse(new File(basedir, "target/${it}/lint.json")) }
assert lint('naive').rules.findAll { it.findings > 0 }.size() == 8
assert lint('careful').findings == []
io.github.slimmaven.it.Schemas.prove(basedir)
return true
