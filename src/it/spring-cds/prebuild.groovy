import io.github.slimmaven.it.Bases

Bases.debian(basedir, 'openjdk-17-jre-headless', 'openjdk-17-jre-headless')

// A JDK of this machine. Where there is none, the build on it does nothing.
def properties = new Properties()
def file = new File(basedir, 'test.properties')
if (file.exists()) {
    file.withInputStream { properties.load(it) }
}
def home = ((new File('/usr/lib/jvm').listFiles() ?: []) as List).sort().find {
    def release = new File(it, 'release')
    release.isFile() && release.text =~ /(?m)^JAVA_VERSION="25[."]/ && new File(it, 'lib/modules').isFile()
}
if (home == null) {
    println 'Skipped: there is no JDK 25 in /usr/lib/jvm'
}
properties['it.home.25'] = home == null ? '' : home.canonicalPath
properties['it.skip.25'] = "${home == null}".toString()
properties['it.sources'] = new File(basedir, '../../../src/it/quickstart/src/main/java').canonicalPath
file.withOutputStream { properties.store(it, null) }
return true
