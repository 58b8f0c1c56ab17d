import groovy.json.JsonSlurper

def log = new File(basedir, 'build.log').text

assert log =~ /Image size is \S+ [kMG]?B, expected maximum is 300 MB/
assert log =~ /Compressed image size is \S+ [KMG]iB, expected maximum is 200 MiB/

def checks = new JsonSlurper().parse(new File(basedir, 'target/slim/report.json')).checks
assert checks*.rule == ['maxSize', 'maxCompressedSize']
assert checks.every { it.passed }
assert checks*.limit == [300_000_000, 209_715_200]
