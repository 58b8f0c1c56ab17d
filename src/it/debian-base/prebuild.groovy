// Brings up the base image (built once for a machine) and an empty registry on localhost.
def call = { String... command ->
    def process = command.toList().execute()
    def out = new StringBuilder()
    process.waitForProcessOutput(out, System.err)
    assert process.exitValue() == 0 : "'${command.join(' ')}' failed: see above"
    out.readLines()
}
def its = new File(basedir, '../../../src/it').canonicalPath
def base = call("${its}/bin/debian-base.sh", 'openjdk-17-jre-headless')
def properties = new Properties()
properties['it.sources'] = "${its}/quickstart/src/main/java".toString()
properties['it.base.tar'] = base.find { it.startsWith('tar://') }
properties['it.base.docker'] = base.find { it.startsWith('docker://') }
properties['it.registry'] = call("${its}/bin/services.sh", 'registry')[0]
new File(basedir, 'test.properties').withOutputStream { properties.store(it, null) }
return true
