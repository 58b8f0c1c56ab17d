package io.github.slimmaven.registry;

import com.google.cloud.tools.jib.blob.Blob;
import com.google.cloud.tools.jib.blob.BlobDescriptor;
import com.google.cloud.tools.jib.blob.Blobs;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/**
 * A file to push that is sent again when the connection breaks, for about 10 seconds: Jib alone
 * would go on for most of a minute. Its pauses begin at half a second and grow by half.
 */
final class PatientBlob implements Blob {
  private static final int ATTEMPTS = 6;

  private final Blob content;
  private int attempts;

  PatientBlob(Path file) {
    this.content = Blobs.from(file);
  }

  @Override
  public BlobDescriptor writeTo(OutputStream out) throws IOException {
    return content.writeTo(out);
  }

  /** The HTTP client asks once before each attempt. */
  @Override
  public synchronized boolean isRetryable() {
    attempts++;
    return attempts < ATTEMPTS;
  }
}
