import io.github.slimmaven.it.Bases
import io.github.slimmaven.it.Command

Bases.debian(basedir, 'openjdk-17-jre-headless', 'openjdk-17-jre-headless')

// A server's keys, which its client trusts.
['ec', 'rsa'].each { kind ->
    def store = new File(basedir, "src/main/resources/${kind}.p12")
    store.delete()
    Command.call(
        System.getProperty('java.home') + '/bin/keytool', '-genkeypair', '-alias', kind,
        '-keyalg', kind, '-dname', 'CN=localhost', '-ext', 'san=dns:localhost',
        '-validity', '3650', '-storetype', 'PKCS12', '-storepass', 'changeit',
        '-keystore', store.path)
}

// The JDKs of this machine. Where one is missing, its builds do nothing.
def properties = new Properties()
[17, 25].each { feature ->
    def homes = (new File('/usr/lib/jvm').listFiles() ?: []) as List
    homes << new File(System.getProperty('java.home'))
    def home = homes.sort().find {
        def release = new File(it, 'release')
        release.isFile() && release.text =~ /(?m)^JAVA_VERSION="${feature}[."]/ &&
            new File(it, 'lib/modules').isFile()
    }
    if (home == null) {
        println "Skipped: there is no JDK ${feature} in /usr/lib/jvm"
    }
    properties["it.home.${feature}".toString()] = home == null ? '' : home.canonicalPath
    properties["it.skip.${feature}".toString()] = "${home == null}".toString()
}
new File(basedir, 'test.properties').withOutputStream { properties.store(it, null) }
return true
