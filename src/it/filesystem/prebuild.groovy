import io.github.slimmaven.it.Command

def its = new File(basedir, '../../../src/it').canonicalPath
def registry = Command.call("${its}/bin/services.sh".toString(), 'registry').readLines().last()
def properties = new Properties()
properties['it.registry'] = registry
new File(basedir, 'test.properties').withOutputStream { properties.store(it, null) }
def source = new File(basedir, 'source').path
Command.call('python3', new File(basedir, 'image.py').path, '/bin/busybox', source, registry)
Command.call('docker', 'load', '--input', source + '/engine.tar')
return true
