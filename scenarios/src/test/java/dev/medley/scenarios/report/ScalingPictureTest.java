package dev.medley.scenarios.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.medley.experiment.Summary;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

class ScalingPictureTest {
  @Test
  void pictureIsWellFormedAndStill() throws Exception {
    String svg = ScalingPicture.svg(SyntheticFlashCrowd.summary(3));
    Document document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    // Load, asked and ready for each of three services, each a line with its band.
    assertThat(document.getElementsByTagName("polyline").getLength()).isEqualTo(9);
    assertThat(document.getElementsByTagName("polygon").getLength()).isEqualTo(9);
    assertThat(document.getElementsByTagName("script").getLength()).isZero();
    assertThat(svg).contains(">web (container)<", ">legacy (vm)<", ">filter (wasmtime)<");
    assertThat(svg).doesNotContain("NaN").doesNotContain("href");
  }

  @Test
  void equalSummariesGiveEqualBytes() {
    assertThat(ScalingPicture.svg(SyntheticFlashCrowd.summary(2)))
        .isEqualTo(ScalingPicture.svg(SyntheticFlashCrowd.summary(2)));
  }

  @Test
  void oneReplicationHasNoBands() {
    assertThat(ScalingPicture.svg(SyntheticFlashCrowd.summary(1)))
        .doesNotContain("<polygon")
        .contains("seed 7, 1 replication<");
  }

  @Test
  void pictureIsAFileOfTheRun(@TempDir Path directory) throws IOException {
    Summary summary = SyntheticFlashCrowd.summary(2);
    new RunFiles(directory).picture(summary);
    assertThat(directory.resolve("scaling.svg"))
        .content(StandardCharsets.UTF_8)
        .isEqualTo(ScalingPicture.svg(summary));
  }

  @Test
  void runWithoutSeriesIsRefused() {
    Summary empty =
        new Summary(
            "x",
            1,
            1,
            0.95,
            List.of(),
            List.of(),
            List.of(),
            new LinkedHashMap<>(),
            List.of(),
            1,
            600_000_000_000L,
            6_600_000_000_000L,
            List.of());
    assertThatThrownBy(() -> ScalingPicture.svg(empty))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
