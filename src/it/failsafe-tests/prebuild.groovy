// Brings up the base image, built once for a machine.
def bin = new File(basedir, '../../../src/it/bin').canonicalPath
def process = ["${bin}/debian-base.sh", 'openjdk-17-jre-headless']*.toString().execute()
def out = new StringBuilder()
process.waitForProcessOutput(out, System.err)
assert process.exitValue() == 0 : 'debian-base.sh failed: see above'
def properties = new Properties()
properties['it.base.tar'] = out.readLines().find { it.startsWith('tar://') }
new File(basedir, 'test.properties').withOutputStream { properties.store(it, null) }
return true
