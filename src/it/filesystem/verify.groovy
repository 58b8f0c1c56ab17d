import groovy.json.JsonSlurper
import io.github.slimmaven.it.Command

def its = new File(basedir, '../../../src/it').canonicalPath
def properties = new Properties()
new File(basedir, 'test.properties').withInputStream { stream -> properties.load(stream) }
def registry = properties['it.registry']
def name = 'slim-it/filesystem:'
def source = "${basedir}/source".toString()

// The paths that a minified image lacks; whatever else differs is an error.
def removed = { from, to ->
    Command.call('python3', "${basedir}/compare.py".toString(), from.toString(), to.toString())
        .readLines()
}
def digest = { run -> new File(basedir, "target/${run}/image.digest").text.trim() }
def report = { run -> new JsonSlurper().parse(new File(basedir, "target/${run}/report.json")) }

try {
    def homes = [
        oci: "oci:${source}/oci", tar: "tar:${source}/image.tar",
        registry: "registry:${registry}/${name}source", docker: "docker:${name}source"]
    homes.each { run, from ->
        assert report(run).status == 'minified'
        assert report(run).verification.verified
        def sinks = [
            "oci:${basedir}/target/${run}/image", "oci:${basedir}/target/to/${run}",
            "tar:${basedir}/target/to/${run}.tar", "registry:${registry}/${name}${run}"]
        if (run == 'docker') {
            sinks << "docker:${name}${run}"
        }
        sinks.each { to -> assert removed(from, to) == ['/other', '/other/unused'] : "$from, $to" }
        // As the engine unpacks it, which keeps less than the layers hold.
        assert removed("export:${name}source", "export:${name}${run}") == ['/other', '/other/unused']
    }
    assert digest('oci') == digest('tar') && digest('oci') == digest('registry')

    // Parts of groups of links, whose first names are hidden by later layers.
    def gone = removed(homes.oci, "oci:${basedir}/target/part/image")
    assert gone.containsAll(
        ['/fs/hard/below/fourth', '/fs/secret', '/fs/sparse', '/other/unused'])
    assert gone.intersect(
        ['/fs/hard/third', '/fs/other-third', '/fs/escaping', '/fs/narrowed', '/fs/capable',
         '/fs/noted', '/fs/noted-directory']).empty
} finally {
    Command.call("${its}/bin/services.sh".toString(), 'stop', registry)
    ['source', 'oci', 'tar', 'registry', 'docker', 'part'].each { tag ->
        Command.run(['docker', 'image', 'rm', '--force', name + tag])
    }
}
return true
