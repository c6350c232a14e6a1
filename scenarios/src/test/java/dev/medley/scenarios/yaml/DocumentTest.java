package dev.medley.scenarios.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.medley.check.InvalidConfiguration;
import dev.medley.check.Problem;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentTest {
  @TempDir Path folder;

  @Test
  void aFileIsReadAsItsTextIs() throws IOException {
    Path file = Files.writeString(folder.resolve("a.yaml"), Sample.VALID);

    assertThat(Sample.binder().bind(Document.read(file), Sample.class))
        .isEqualTo(Sample.binder().bind(Sample.valid(), Sample.class));
  }

  @Test
  void aMissingFileNamesItsNearestNeighbour() throws IOException {
    Files.writeString(folder.resolve("flash-crowd.yaml"), "a: b");

    assertRefused(
        folder.resolve("flash-crwod.yaml"), "no such file; did you mean 'flash-crowd.yaml'?");
    assertRefused(folder.resolve("other.txt"), "no such file");
    assertRefused(
        folder.resolve("nowhere").resolve("a.yaml"), "no such file: there is no folder nowhere");
  }

  @Test
  void aFolderIsNoFile() {
    assertRefused(folder, "is a directory, not a file");
  }

  @Test
  void aFileThatCannotBeReadSaysWhy() throws IOException {
    Path loop = folder.resolve("loop.yaml");
    Files.createSymbolicLink(loop, loop);

    assertThatThrownBy(() -> Document.read(loop))
        .isInstanceOf(InvalidConfiguration.class)
        .hasMessageStartingWith(loop + ": cannot be read: ");
  }

  @Test
  void anEmptyFileIsEmpty() throws IOException {
    Path file = Files.writeString(folder.resolve("empty.yaml"), "");

    assertThatThrownBy(() -> Document.read(file)).hasMessage(file + ":1:1: is empty");
  }

  @Test
  void bytesThatAreNotUtf8AreLocated() throws IOException {
    byte[] bytes = "a: é\nb: é?\n".getBytes(StandardCharsets.UTF_8);
    bytes[bytes.length - 2] = (byte) 0xE9;
    Path file = Files.write(folder.resolve("latin.yaml"), bytes);

    assertThatThrownBy(() -> Document.read(file))
        .hasMessage(file + ":2:5: is not UTF-8 (byte 0xE9)");
  }

  @Test
  void aTruncatedCharacterIsLocated() throws IOException {
    byte[] bytes = {'a', ':', ' ', (byte) 0xC3};
    Path file = Files.write(folder.resolve("cut.yaml"), bytes);

    assertThatThrownBy(() -> Document.read(file))
        .hasMessage(file + ":1:4: is not UTF-8 (byte 0xC3)");
  }

  @Test
  void utf16IsNamed() throws IOException {
    Path file = Files.write(folder.resolve("wide.yaml"), "a: b".getBytes(StandardCharsets.UTF_16));

    assertRefused(file, "is UTF-16: save it as UTF-8");
  }

  /** 100 MB told from the size alone: what is allocated stays far below what a read would take. */
  @Test
  void aHugeFileIsRefusedUnread() throws IOException {
    Path file = folder.resolve("huge.yaml");
    try (RandomAccessFile huge = new RandomAccessFile(file.toFile(), "rw")) {
      huge.setLength(100_000_000);
    }
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());

    assertRefused(file, "is too large: at most 16777216 bytes (was 100000000)");

    long allocated = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
    assertThat(allocated).isLessThan(10_000_000);
  }

  @Test
  void theBoundHoldsWhereTheSizeIsNotKnownBeforehand() throws IOException {
    Path file = Files.writeString(folder.resolve("a.yaml"), "a: " + "b".repeat(100));

    assertThatThrownBy(() -> Document.read(file, 50))
        .hasMessage(file + ": is too large: at most 50 bytes (was 103)");
    assertThat(Document.read(file, 103).root().entries()).containsOnlyKeys("a");
    // A device has no size: only reading shows that it has no end.
    Path endless = Path.of("/dev/zero");
    if (Files.exists(endless)) {
      assertRefused(endless, "is too large: at most 16777216 bytes (was more)");
    }
  }

  @Test
  void aProblemFoundAfterBindingFindsItsPlace() {
    Document document = Sample.valid();

    assertThat(document.locate(new Problem("services.web.runtime", "is unknown")))
        .hasToString("file:13:14: services.web.runtime: is unknown");
    // Through the name of an alternative, which the record does not know.
    assertThat(document.locate("services.web.demand.mean")).hasToString("file:15:35");
    // What was not written is where it could have been.
    assertThat(document.locate("services.legacy.timeout")).hasToString("file:20:5");
    assertThat(document.locate("hosts[1].count")).hasToString("file:8:12");
    assertThat(document.locate("hosts[9].count")).hasToString("file:6:3");
    assertThat(document.locate("")).hasToString("file:1:1");
    assertThat(document.locate("..")).hasToString("file:1:1");
    assertThat(document.locate("prices.\"a.b\"")).hasToString("file:32:47");
    assertThat(document.invalid(List.of(new Problem("slo[1]", "b"), new Problem("name", "a"))))
        .hasMessage("file:1:7: name: a\nfile:33:52: slo[1]: b");
  }

  private static void assertRefused(Path file, String message) {
    assertThatThrownBy(() -> Document.read(file))
        .isInstanceOf(InvalidConfiguration.class)
        .hasMessage(file + ": " + message);
  }
}
