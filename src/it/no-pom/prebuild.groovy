// Makes the base image, once for a machine. It has no Java: any image can be slimmed.
def script = new File(basedir, '../../../src/it/bin/debian-base.sh').canonicalPath
def process = [script].execute()
def out = new StringBuilder()
process.waitForProcessOutput(out, System.err)
assert process.exitValue() == 0 : "'${script}' failed: see above"
def properties = new Properties()
properties['slim.image'] = out.readLines().find { it.startsWith('tar://') }
// A list on the command line is separated by commas: the program has none.
properties['slim.args'] = 'perl,-MIO::Socket::INET,-e,$SIG{TERM} = sub { exit };' +
    ' my $server = IO::Socket::INET->new(LocalPort => 8080 => Listen => 5) or die $@;' +
    ' while (my $client = $server->accept) { <$client>;' +
    ' print $client "HTTP/1.0 200 OK\\r\\n\\r\\nHello"; close $client }'
// Vulnerability data that are older than a build may take them.
properties['slim.advisories'] = 'advisories'
properties['slim.advisories.maxAge'] = '36500'
properties['slim.bases'] = properties['slim.image'] + ',oci://target/slim/image'
new File(basedir, 'test.properties').withOutputStream { properties.store(it, null) }
return true
