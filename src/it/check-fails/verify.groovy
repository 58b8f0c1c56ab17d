import groovy.json.JsonSlurper

def log = new File(basedir, 'build.log').text

assert log =~ /ERROR.*Image size is \S+ MB, but expected maximum is 1 MB/
assert !log.contains('MojoExecutionException')

def report = new JsonSlurper().parse(new File(basedir, 'target/slim/report.json'))
assert report.status == 'minified'
assert report.checks*.passed == [false]
assert report.checks[0].actual == report.slim.size
