package dev.medley.scenarios.report;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * A gzip stream whose header tells nothing about time and machine.
 *
 * <p>RFC 1952 with modification time 0 and operating system 255 (unknown) stated here, because the
 * byte that the JDK writes for the latter has changed between its releases.
 */
final class GzipStream extends DeflaterOutputStream {
  private static final byte[] HEADER = {
    0x1f, (byte) 0x8b, Deflater.DEFLATED, 0, 0, 0, 0, 0, 0, (byte) 0xff
  };

  private final CRC32 checksum = new CRC32();
  private boolean finished;

  GzipStream(OutputStream out) throws IOException {
    super(out, new Deflater(Deflater.DEFAULT_COMPRESSION, true), 1 << 14);
    out.write(HEADER);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    super.write(bytes, offset, length);
    checksum.update(bytes, offset, length);
  }

  @Override
  public void finish() throws IOException {
    if (finished) {
      return;
    }
    finished = true;
    super.finish();
    writeLittleEndian((int) checksum.getValue());
    writeLittleEndian((int) def.getBytesRead());
  }

  @Override
  public void close() throws IOException {
    try {
      super.close();
    } finally {
      // The superclass frees native memory only of deflaters it made itself.
      def.end();
    }
  }

  private void writeLittleEndian(int word) throws IOException {
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      out.write(word >>> shift);
    }
  }
}
