// Makes the base image, once for a machine. It has no Java: any image can be slimmed.
def script = new File(basedir, '../../../src/it/bin/debian-base.sh').canonicalPath
def process = [script].execute()
def out = new StringBuilder()
process.waitForProcessOutput(out, System.err)
assert process.exitValue() == 0 : "'${script}' failed: see above"
def properties = new Properties()
properties['it.image'] = out.readLines().find { it.startsWith('tar://') }
new File(basedir, 'test.properties').withOutputStream { properties.store(it, null) }
return true
