import groovy.json.JsonSlurper
import io.github.slimmaven.it.SameAnswers

def it = new Properties()
new File(basedir, 'test.properties').withInputStream { stream -> it.load(stream) }
def bases = [debian: ['debian-docker', 'debian-sandbox']]
[17, 25].each { feature ->
    if (it["it.skip.${feature}".toString()] == 'false') {
        bases["host-${feature}".toString()] = ["host-${feature}-slim".toString()]
    }
}

bases.each { source, slims ->
    slims.each { slim ->
        def report = new JsonSlurper().parse(new File(basedir, "target/${slim}/report.json"))
        assert report.verification.verified
        assert report.java.size() == 1 && !report.java[0].untouched
        assert report.java[0].slimSize < report.java[0].sourceSize / 2
        // The JVM opened them to look for services, and loaded none of their classes.
        assert report.java[0].unusedJars.collect { [it.name, it.certain, it.trail.size()] } == [
            ['org.apache.commons:commons-lang3:3.14.0', true, 2],
            ['org.apache.commons:commons-text:1.12.0', true, 1],
        ]
        assert new File(basedir, "target/${slim}/files.csv").readLines()
            .findAll { it =~ /commons-(lang3|text)-/ }.every { it.contains(',removed,') }
    }
    SameAnswers.ofRoutes('slim-it/jdk-features', source, slims, 8080)
}

// The engines see the same.
def digest = { String folder -> new File(basedir, "target/${folder}/image.digest").text }
assert digest('debian-docker') == digest('debian-sandbox')
io.github.slimmaven.it.Schemas.prove(basedir)
return true
