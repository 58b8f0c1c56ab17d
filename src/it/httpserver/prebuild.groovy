// Brings up the base image (built once for a machine).
def command = [new File(basedir, '../../../src/it/bin/debian-base.sh').canonicalPath, 'openjdk-17-jre-headless']
def process = command.execute()
def out = new StringBuilder()
process.waitForProcessOutput(out, System.err)
assert process.exitValue() == 0 : "'${command.join(' ')}' failed: see above"
def properties = new Properties()
properties['it.base'] = out.readLines().find { it.startsWith('tar://') }
new File(basedir, 'test.properties').withOutputStream { properties.store(it, null) }
return true
