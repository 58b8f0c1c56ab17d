def log = new File(basedir, 'build.log').text

assert log.contains("'60 megabytes' is no size: expected a number of bytes ('1_000_000')")
