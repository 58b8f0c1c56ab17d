def log = new File(basedir, 'build.log').text

assert log.contains("'ftp://example.com/base' is no image reference: expected ")
assert log.contains("'NotAName' is no image reference: expected ")
assert log.contains("'docker://NAME', 'tar://PATH' or 'oci://DIR'")
assert !new File(basedir, 'target/slim/image').exists()
