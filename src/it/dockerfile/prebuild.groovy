import java.nio.file.Files
import java.nio.file.Path
import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING

Files.copy(Path.of('/bin/busybox'), new File(basedir, 'context/busybox').toPath(),
        COPY_ATTRIBUTES, REPLACE_EXISTING)
return true
