import groovy.json.JsonSlurper
import io.github.slimmaven.it.Command

def it = new Properties()
new File(basedir, 'test.properties').withInputStream { stream -> it.load(stream) }
def slim = { String run -> new File(basedir, "target/${run}") }
def report = { String run -> new JsonSlurper().parse(new File(slim(run), 'report.json')) }
def log = new File(basedir, 'build.log').text
def versions = it['it.skip.25'] == 'true' ? [17] : [17, 25]

try {
    versions.each { version ->
        def result = report("app-${version}")
        assert result.verification.verified
        assert result.probes.every { probe -> probe.same && probe.slim.status == 200 }
        assert result.java.size() == 1
        assert result.java[0].version == version
        assert result.java[0].cds == 'app'

        // It is all that is in the topmost layer.
        def top = result.slim.layers.last()
        assert top.files == 1
        assert top.size == result.java[0].cdsSize
        assert top.size > 20_000_000
        assert top.createdBy.contains('jvm.cds=app')

        // The app is run with it as an ordinary user, and nothing complains.
        def image = "slim-it/spring-cds:${version}".toString()
        def out = Command.call(
            'docker', 'run', '--rm',
            '--env', 'JAVA_TOOL_OPTIONS=-Dspring.context.exit=onRefresh -Xlog:class+load', image).readLines()
        def own = out.findAll { line -> line.contains(' com.example.greeting.GreetingApplication source:') }
        assert own.size() == 1
        assert own[0].contains('source: shared objects file')
        assert !out.any { line -> line.contains('[warning') || line.contains('[error') }
    }

    def off = report('off')
    assert off.verification.verified
    assert off.java[0].cds != 'app'
    assert off.slim.layers.every { layer -> !layer.createdBy.contains('jvm.cds=app') }
    assert log.contains("as the app's own option '-Xshare:off' rules it out: remove that")
} finally {
    versions.each { version ->
        ['docker', 'image', 'rm', '--force', "slim-it/spring-cds:${version}".toString()]
            .execute().waitForProcessOutput()
    }
}
return true
