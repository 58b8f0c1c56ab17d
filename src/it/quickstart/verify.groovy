import groovy.json.JsonSlurper

def bin = new File(basedir, '../../../src/it/bin').canonicalPath
def call = { String... command ->
    def process = command.toList().execute()
    def out = new StringBuilder()
    process.waitForProcessOutput(out, out)
    assert process.exitValue() == 0 : "'${command.join(' ')}' failed: ${out}"
    out.readLines()
}

['slim-sandbox', 'slim'].each { folder ->
    def slim = new File(basedir, "target/${folder}")
    def report = new JsonSlurper().parse(new File(slim, 'report.json'))

    assert report.status == 'minified'
    assert report.verification.verified
    assert report.ratio > 1
    assert report.slim.size < report.source.size
    assert report.probes*.request == ['GET http://:8080/', 'GET http://:8080/actuator/health']
    assert report.probes.every { it.same && it.slim.status == 200 }

    // Of the runtime, the modules that the app needs are left, and all that a name leads to.
    assert report.java.size() == 1
    def java = report.java[0]
    assert !java.untouched
    assert java.slimSize < java.sourceSize / 2.5
    assert java.kept.keySet().containsAll(['java.base', 'java.desktop', 'java.sql', 'jdk.crypto.ec'])
    assert java.kept['java.management'].startsWith('named by /app/')
    assert java.dropped.keySet().containsAll(['jdk.compiler', 'jdk.jlink'])
    def modules = new File(slim, 'files.csv').readLines().findAll { it.contains('/lib/modules,') }
    assert modules.size() == 1 && modules[0].contains("/lib/modules,kept,${java.slimSize},jvm,")

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

// The page works in a browser.
call("${bin}/browse.sh", "${basedir}/target/slim/report.html".toString(), "${basedir}/target/screenshots".toString())

def log = new File(basedir, 'build.log').text
assert log =~ /Minified '[^']+': \S+ [kMG]?B -> \S+ [kMG]?B, \S+x smaller/
assert log.contains('Verified after')

// The third build finds nothing to do, and takes what the second has left to the gate.
assert log.count("Nothing has changed since the last run: its image '") == 1
assert log.count('Verified after') == 2
assert log.count('BUILD SUCCESS') == 3

// The same trace gives the same image, whatever the engine and however often.
def digest = { String folder -> new File(basedir, "target/${folder}/image.digest").text.trim() }
assert digest('slim') == digest('slim-sandbox')

// In Docker it serves a user other than root, and nothing of it stays there.
if (new JsonSlurper().parse(new File(basedir, 'target/slim/report.json')).engine.name == 'docker') {
    try {
        assert call("${bin}/ask.sh", 'greeting:slim', '/?name=Docker', '/actuator/health') ==
            ['uid 1000', '{"content":"Hello, Docker!"}', '{"status":"UP"}']
    } finally {
        call('docker', 'image', 'rm', '--force', 'greeting:slim')
    }
}

// An ordinary user gets the same image without any daemon.
if (call('id', '-u') == ['0']) {
    def out = call("${bin}/as-user.sh", System.getProperty('maven.home'), localRepositoryPath.path,
        basedir.path, 'verify', '-Dslim.engine=sandbox')
    assert out.any { it.contains('BUILD SUCCESS') }
    assert out.any { it =~ /Verified after \d launch/ }
    assert out.any { it.contains("(${digest('slim-sandbox')})") }
}

io.github.slimmaven.it.Schemas.prove(basedir)
