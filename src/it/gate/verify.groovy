import groovy.json.JsonSlurper
import io.github.slimmaven.it.Schemas

def log = new File(basedir, 'build.log').text
def json = { String file -> new JsonSlurper().parse(new File(basedir, file)) }
def jar = { String artifact, String version ->
    new File(localRepositoryPath, "org/apache/commons/${artifact}/${version}/${artifact}-${version}.jar").length()
}
def fails = { String sentence -> assert log =~ /(?m)^\[ERROR\] (Failed to execute goal .* on project gate: )?${sentence}/ }
def warns = { String sentence -> assert log =~ /(?m)^\[WARNING\] ${sentence}/ }
def passes = { String sentence -> assert log =~ /(?m)^\[INFO\] ${sentence}/ }
def number = /[\d.,]+/
def size = /[\d.]+ [kMG]?B/

// The first run writes the baseline.
def missing = "There is no baseline 'src/main/slim/size-baseline.json', and maxGrowth needs one: write it with"
assert log.contains(missing)
passes("Wrote the baseline 'src/main/slim/size-baseline.json': commit it")

// The added dependency is named with its bytes, and what it brought.
def text = jar('commons-text', '1.12.0')
def lang = jar('commons-lang3', '3.14.0')
assert text > 0 && lang > 0
fails("Image size grew by ${size} \\(${number}%\\) from ${size} to ${size}, but expected maximum growth is 1%")
fails("  \\+${size} org.apache.commons:commons-lang3 3.14.0, new, via org.apache.commons:commons-text")
fails("  \\+${size} org.apache.commons:commons-text 1.12.0, new")
assert log.contains("accept it ('mvn slim:accept-size -Dslim.acceptGrowth') and commit 'src/main/slim/size-baseline.json'")
def parts = json('target/grown/size.json').slim.parts
assert parts.artifacts['org.apache.commons:commons-text'] == [version: '1.12.0', size: text]
assert parts.artifacts['org.apache.commons:commons-lang3'] ==
    [version: '3.14.0', size: lang, via: ['org.apache.commons:commons-text:1.12.0']]
assert parts.directories['/app/libs'] == text + lang
assert parts.layers*.size.sum() == json('target/grown/size.json').slim.size
assert json('target/slim/size.json').slim.parts.artifacts.isEmpty()

// Each rule.
def limits = [
    ['Image size is ', '1 MB', '300 MB'],
    ['Compressed image size is ', '1 MiB', '200 MiB'],
    ['Number of files is ', '10', '10,000'],
    ["Size of 'app/\\*\\*' is ", '10 kB', '5 MB'],
    ["Number of files in 'app/\\*\\*' is ", '1', '50'],
    ["Size of 'org.apache.commons:\\*' is ", '0 B', '2 MB'],
]
limits.each { subject, least, most ->
    fails("${subject}.+, but expected maximum is ${least}")
    warns("${subject}.+, but expected maximum is ${least}")
    passes("${subject}.+, expected maximum is ${most}")
}
def growths = [['Image size grew by ', '100 kB', '100%'], ["Size of 'org.apache.commons:\\*' grew by ", '0 B', '2 MB']]
growths.each { subject, least, most ->
    fails("${subject}${size} from ${size} to ${size}, but expected maximum growth is ${least}")
    warns("${subject}${size} from ${size} to ${size}, but expected maximum growth is ${least}")
    passes("${subject}${size}( \\(${number}%\\))? from ${size} to ${size}, expected maximum growth is ${most}")
}
def smaller = /Image is ${number} times smaller than its source/
fails("${smaller}, but expected minimum is 100")
warns("${smaller}, but expected minimum is 100")
passes("${smaller}, expected minimum is 1.1")
warns('  \\+.* org.apache.commons:commons-text 1.12.0, new')

// What the source wastes: the greeting that the image has another one for. The minified image has one.
['the image', 'the source image'].each { image ->
    def wastes = [
        ["Efficiency of ${image} is 0.9999", 'minimum', '1', '0.9'],
        ["Wasted in ${image} are 7 B", 'maximum', '0 B', '1 kB'],
        ["Wasted of all layers of ${image} but the lowest is the fraction 0.0\\d+", 'maximum', '0', '0.5'],
    ]
    wastes.each { subject, bound, strict, soft ->
        fails("${subject}, but expected ${bound} is ${strict}")
        warns("${subject}, but expected ${bound} is ${strict}")
        passes("${subject}, expected ${bound} is ${soft}")
    }
}
// Known vulnerabilities: one critical (CVSS 4), one high (CVSS 3).
def known = [
    ['Vulnerabilities of severity critical are 1', '0', '1'],
    ['Vulnerabilities of severity high are 1', '0', '1'],
]
known.each { subject, strict, soft ->
    fails("${subject}, but expected maximum is ${strict}")
    warns("${subject}, but expected maximum is ${strict}")
    passes("${subject}, expected maximum is ${soft}")
}
def named = "Vulnerabilities that failOn names \\('EXAMPLE-2026-1'\\) are 1, but expected maximum is 0: EXAMPLE-2026-1"
fails(named)
warns(named)
passes("Vulnerabilities that failOn names \\('CVE-2021-44228'\\) are 0, expected maximum is 0")
fails('Vulnerabilities were not assessed, so maxCritical does not hold: slim:minify had no vulnerability data: name some in')
assert json('target/grown/report.json').security.findings.collect { [it.id, it.severity, it.state, it.packages*.purl] } == [
    ['EXAMPLE-2026-1', 'critical', 'kept', ['pkg:maven/org.apache.commons/commons-text@1.12.0']],
    ['EXAMPLE-2026-2', 'high', 'kept', ['pkg:maven/org.apache.commons/commons-lang3@3.14.0']],
]
assert json('target/slim/report.json').security == null
assert json('target/grown/xray.json').wasted.first*.path == ['/app/resources/greeting.txt']
assert json('target/slim/xray.json').reference.endsWith('target/grown/image')
assert json('target/slim/xray.json').efficiency.wastedBytes == 0
assert json('target/slim/xray.json').layers.size() > 1

// An image as the baseline says as much.
fails("Image size grew by ${size} from ${size} to ${size}, but expected maximum growth is 1 kB")
assert json('target/grown/report.json').checks[0].causes.find { it.name == 'org.apache.commons:commons-text' }
    .subMap(['kind', 'bytes', 'before', 'after', 'to']) ==
    [kind: 'artifact', bytes: text, before: 0, after: text, to: '1.12.0']

// The Dockerfile of the article on Python images: each practice that it lacks, in words.
def said = { String line -> assert log.contains("[INFO] ${line}\n") }
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
fails(java.util.regex.Pattern.quote('9 findings break SLIM001, SLIM003, SLIM004, SLIM005, SLIM007, SLIM009, SLIM010,' +
    " SLIM015 (failOn is 'warn'): mend what the lines above say, or list the rule in 'ignore'"))
said('0 of 17 rules are broken')
assert json('target/naive/lint.json').rules.findAll { it.findings > 0 }.size() == 8
assert json('target/careful/lint.json').findings == []

Schemas.prove(basedir)

// The size that was accepted is the one that was found.
fails("Image size grew by ${size} from ${size} to ${size}, which 'src/main/slim/size-baseline.json' does not accept:")
passes("Accepted image size ${size}, it was ${size}: commit 'src/main/slim/size-baseline.json'")
assert json('src/main/slim/size-baseline.json') == json('target/grown/size.json')
passes("Image size shrank by ${size} from ${size} to ${size}, expected maximum growth is 0 B")

// The report has what was checked last.
def checks = json('target/slim/report.json').checks
assert checks*.rule == ['maxGrowth', 'maxSize', 'maxFiles', 'maxSize', 'maxGrowth', 'maxSize']
assert checks*.subject == [null, 'app/**', 'app/**', 'org.apache.commons:*', 'org.apache.commons:*', null]
assert checks*.severity == ['error'] * 5 + ['warn']
assert checks*.passed == [true] * 5 + [false]
assert checks[0].baseline == json('target/grown/report.json').slim.size
assert checks[5].causes.find { it.name == 'org.apache.commons:commons-text' }.bytes == -text

assert log.contains("'60megabytes' is no size: expected a number of bytes ('1_000_000')")
assert log.contains("There is no report '${new File(basedir, 'target/none/report.json')}': run slim:minify first")
