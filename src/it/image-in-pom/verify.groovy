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

// The image tells its source, and the statement of provenance what else it was made from.
def sha256 = { File file -> file.bytes.digest('SHA-256') }
def blob = { String folder, String digest ->
    new JsonSlurper().parse(new File(basedir, "target/${folder}/image/blobs/sha256/${digest - 'sha256:'}"))
}
def labels = { String folder, String digest ->
    blob(folder, blob(folder, digest).config.digest).config.Labels
}
['slim', 'again'].each { folder ->
    def run = new JsonSlurper().parse(new File(basedir, "target/${folder}/report.json"))
    def statement = new JsonSlurper().parse(new File(basedir, "target/${folder}/provenance.json"))
    assert statement._type == 'https://in-toto.io/Statement/v1'
    assert statement.predicateType == 'https://slsa.dev/provenance/v1'
    assert statement.subject*.digest*.sha256 ==
        [new File(basedir, "target/${folder}/image.digest").text.trim() - 'sha256:']
    def used = statement.predicate.buildDefinition.resolvedDependencies
    assert used*.name == ['source', 'trace.json']
    assert used*.digest*.sha256 ==
        [run.source.digest - 'sha256:', sha256(new File(basedir, "target/${folder}/trace.json"))]
    assert statement.predicate.buildDefinition.externalParameters.level == 'balanced'
    def version = run.settings.version
    assert statement.predicate.runDetails.builder.version == ['slim-maven-plugin': version]
    // Nothing went from the minified one: it keeps its config, and tells the first source.
    assert labels(folder, run.slim.digest) ==
        ['io.github.slimmaven.source': report.source.digest, 'io.github.slimmaven.version': version]
}

return true
