import groovy.json.JsonSlurper

def reports = ['one', 'two'].collect {
    new JsonSlurper().parse(new File(basedir, "${it}/target/slim/report.json"))
}
reports.each {
    assert it.status == 'minified'
    assert it.verification.verified
    assert it.probes.every { probe -> probe.same && probe.slim.status == 200 }
}
// "Hello from one!" and "Hello from two!" are as long: each must have probed its own app.
['one', 'two'].each {
    def csv = new File(basedir, "${it}/target/slim/files.csv").text
    assert csv.contains('com/example/App.class,kept')
}
assert reports[0].slim.digest != reports[1].slim.digest
assert new File(basedir, 'build.log').text.contains('Using the MultiThreadedBuilder')
