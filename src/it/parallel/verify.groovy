import groovy.json.JsonSlurper

def reports = ['one', 'two'].collect {
    new JsonSlurper().parse(new File(basedir, "${it}/target/slim/report.json"))
}
reports.each {
    assert it.status == 'minified'
    assert it.verification.verified
    assert it.probes.every { probe -> probe.same && probe.slim.status == 200 }
}
// Each slim:minify used the trace of its own slim:start, and launched no source.
reports.each { assert it.tracer.runs == 1 && it.timings.launch == 0 }
def urls = new File(basedir, 'build.log').readLines().findAll { it.contains('Ready for the integration tests: ') }
    .collect { it.replaceFirst('.*slim.url=', '') }
assert urls.size() == 2 && urls.unique().size() == 2

// "Hello from one!" and "Hello from two!" are as long: each must have probed its own app.
['one', 'two'].each {
    def csv = new File(basedir, "${it}/target/slim/files.csv").text
    assert csv.contains('com/example/App.class,kept')
}
assert reports[0].slim.digest != reports[1].slim.digest
assert new File(basedir, 'build.log').text.contains('Using the MultiThreadedBuilder')

// All modules in one table, once, by whoever ends last; and all in the summary of the step.
def index = new File(basedir, 'target/slim/index.html')
def links = (index.text =~ /<a href="([^"]+)">(one|two)<\/a>/).collect { [it[2], it[1]] }
assert links*.first() == ['one', 'two']
assert links.every { new File(index.parentFile, it[1]).isFile() }
def step = new File(basedir, 'step-summary.md')
def summary = step.text
assert step.delete() // the next run of this test begins with none
assert summary.count('Verified: the minified image gave the same answers') == 2
['one', 'two'].each {
    assert summary.contains(new File(basedir, "${it}/target/slim/report.md").text)
    def tests = new groovy.xml.XmlSlurper().parse(new File(basedir, "${it}/target/slim/TEST-slim.xml"))
    assert tests.@failures == 0 && tests.@tests.toInteger() >= 2
}
return true
