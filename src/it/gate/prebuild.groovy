// The clone of an earlier run may still have it.
java.nio.file.Files.deleteIfExists(new File(basedir, 'src/main/slim/size-baseline.json').toPath())
true
