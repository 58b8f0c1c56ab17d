import groovy.json.JsonSlurper

def slim = { String folder -> new File(basedir, "target/${folder}") }
def report = { String folder -> new JsonSlurper().parse(new File(slim(folder), 'report.json')) }
def kept = { String folder ->
    new File(slim(folder), 'files.csv').readLines().findAll { it.contains(',kept,') }
        .collect { it.split(',kept,')[0] }
}

['slim-sandbox', 'slim', 'slim-no-archive', 'slim-plain', 'slim-classes'].each { folder ->
    def result = report(folder)
    assert result.status == 'minified'
    assert result.verification.verified
    assert result.probes.every { it.same && it.slim.status == 200 }
    assert !result.java[0].untouched
    assert result.java[0].kept.keySet().containsAll(['java.base', 'jdk.httpserver', 'jdk.crypto.ec', 'jdk.localedata'])
    assert result.java[0].dropped.keySet().containsAll(['java.desktop', 'jdk.compiler', 'jdk.hotspot.agent'])

    // Of the native libraries those that a kept module loads are left, with what only they need.
    def names = kept(folder).collect { it.substring(it.lastIndexOf('/') + 1) }
    assert folder == 'slim-classes' || names.containsAll(['libjvm.so', 'libnet.so', 'libnio.so', 'libj2pkcs11.so', 'libmanagement.so', 'jspawnhelper'])
    assert !names.any { it =~ /^lib(awt|fontmanager|harfbuzz|glib|asound|jsound|j2gss|krb5|crypto|saproc)/ }
    assert !names.contains('DejaVuSans.ttf')
}
assert new File(slim('slim'), 'image.digest').text == new File(slim('slim-sandbox'), 'image.digest').text

// The start of both images was measured.
['slim-sandbox', 'slim'].each { folder ->
    def startup = report(folder).startup
    assert startup.runs == 3
    [startup.source, startup.slim].each { assert it.wallMillis > 0 && it.cpuMillis > 0 }
}

// With an archive for class-data sharing, without, and without compression.
assert report('slim').slim.size <= 82_000_000
assert report('slim').slim.compressedSize <= 45_000_000
assert report('slim-no-archive').slim.size <= 70_000_000
assert report('slim-no-archive').slim.compressedSize <= 45_000_000
assert report('slim-plain').slim.compressedSize <= 40_000_000

// Single classes: smaller, and said loudly. At this level native libraries go that nothing opened.
assert report('slim-classes').java[0].droppedClasses > 100
assert report('slim').java[0].droppedClasses == 0
assert report('slim-classes').java[0].slimSize < report('slim').java[0].slimSize
assert new File(basedir, 'build.log').text.contains('[WARNING] <jvm><trim>classes</trim></jvm>: of the modules of ')
io.github.slimmaven.it.Schemas.prove(basedir)
return true
