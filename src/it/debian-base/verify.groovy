import groovy.json.JsonSlurper

def bin = new File(basedir, '../../../src/it/bin').canonicalPath
def it = new Properties()
new File(basedir, 'test.properties').withInputStream { stream -> it.load(stream) }
def registry = it['it.registry']
def daemon = 'slim-it/greeting:everywhere'

def call = { String... command ->
    def process = command.toList().execute()
    def out = new StringBuilder()
    process.waitForProcessOutput(out, System.err)
    assert process.exitValue() == 0 : "'${command.join(' ')}' failed: see above"
    out.readLines()
}
def slim = { String run -> new File(basedir, "target/${run}") }
def report = { String run -> new JsonSlurper().parse(new File(slim(run), 'report.json')) }
def digest = { String run -> new File(slim(run), 'image.digest').text.trim() }
def paths = { String run, String status ->
    new File(slim(run), 'files.csv').readLines().findAll { it.contains(",${status},") }
        .collect { it.split(",${status},")[0] } as TreeSet
}
def manifestDigest = { String tag ->
    def connection = new URL("http://${registry}/v2/slim-it/${tag.replace(':', '/manifests/')}")
        .openConnection(Proxy.NO_PROXY)
    connection.setRequestProperty('Accept', 'application/vnd.oci.image.manifest.v1+json')
    assert connection.responseCode == 200
    connection.getHeaderField('Docker-Content-Digest')
}

try {
    // Every form of the base, with both engines.
    ['tar', 'docker', 'registry'].each { form ->
        ['docker', 'sandbox'].each { engine ->
            def result = report("${form}-${engine}")
            assert result.engine.name == engine
            assert result.status == 'minified'
            assert result.verification.verified
            assert result.probes.size() == 2
            assert result.probes.every { probe -> probe.same && probe.slim.status == 200 }
            assert result.slim.size <= 108_000_000
            assert result.slim.compressedSize <= 66_000_000
            assert result.java*.home == ['/usr/lib/jvm/java-17-openjdk-amd64']
            assert result.java[0].version == 17 && !result.java[0].untouched
        }
        // The engines see the same: not one path differs.
        assert paths("${form}-docker", 'kept') == paths("${form}-sandbox", 'kept')
        assert paths("${form}-docker", 'removed') == paths("${form}-sandbox", 'removed')
        assert digest("${form}-docker") == digest("${form}-sandbox")
    }
    // The base is the same through each form, so the image is.
    assert ['tar', 'docker', 'registry'].collect { digest("${it}-docker") }.unique().size() == 1

    // Without an archive for class-data sharing, and with nothing deflated.
    [['no-archive', 'dropped'], ['plain', 'regenerated']].each { run, archive ->
        assert report(run).verification.verified
        assert report(run).java*.cds == [archive]
    }
    assert report('no-archive').slim.size <= 95_000_000
    assert report('plain').slim.compressedSize <= 60_000_000

    // The base that went to the registry kept everything.
    def base = new JsonSlurper().parse(new File(basedir, 'base/target/slim/report.json'))
    assert base.verification.verified
    assert base.removed.files == 0
    assert base.slim.files == base.source.files && base.slim.size == base.source.size
    assert manifestDigest('debian:17') == base.slim.digest

    // One result went everywhere.
    def published = digest('tar-docker')
    assert published == report('tar-docker').slim.digest
    assert manifestDigest('greeting:slim') == published
    def index = new JsonSlurper().parse(new File(basedir, 'target/to/oci/index.json'))
    assert index.manifests*.digest == [published]
    def id = new File(slim('tar-docker'), 'image.id').text.trim()
    assert call('docker', 'image', 'inspect', '--format', '{{.Id}}', daemon) == [id]
    assert call("${bin}/ask.sh", daemon, '/?name=Docker', '/actuator/health') ==
        ['uid 1000', '{"content":"Hello, Docker!"}', '{"status":"UP"}']
    call('docker', 'image', 'rm', '--force', daemon)
    def archive = new File(basedir, 'target/to/greeting.tar')
    call('docker', 'load', '--input', archive.path)
    assert call('docker', 'image', 'inspect', '--format', '{{.Id}}', daemon) == [id]
    assert call("${bin}/ask.sh", daemon, '/') == ['uid 1000', '{"content":"Hello, World!"}']

    // Taken from the registry and slimmed again: nothing more goes.
    def again = report('again')
    assert again.source.digest == published
    assert again.verification.verified
    assert again.status == 'unchanged'
    assert again.slim.digest == published
    assert again.slim.layers*.diffId == report('tar-docker').slim.layers*.diffId
} finally {
    call("${bin}/services.sh", 'stop', registry)
    ['docker', 'image', 'rm', '--force', daemon].execute().waitForProcessOutput()
}
io.github.slimmaven.it.Schemas.prove(basedir)
return true
