package dev.medley.cluster.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.medley.cluster.resource.Bandwidth;
import dev.medley.cluster.resource.Bytes;
import org.junit.jupiter.api.Test;

class ImageTest {

  /** 100 MB unsigned: 800 s; 1 GB: 133 minutes and 20 seconds; signed at the link's rate. */
  @Test
  void anUnsignedImageTravelsAtOneMegabitPerSecond() {
    Bandwidth link = Bandwidth.parse("10Gb/s");
    assertThat(new ImageSpec(Bytes.parse("100MB"), false).pullNanos(link))
        .isEqualTo(800_000_000_000L);
    assertThat(new ImageSpec(Bytes.parse("1GB"), false).pullNanos(link))
        .isEqualTo(8_000_000_000_000L);
    assertThat(new ImageSpec(Bytes.parse("1GB"), true).pullNanos(link)).isEqualTo(800_000_000L);
    assertThat(new ImageSpec(Bytes.parse("1MB"), false).pullNanos(Bandwidth.parse("1kb/s")))
        .isEqualTo(8_000_000_000_000L);
  }

  @Test
  void theEarliestKnownArrivalOfAnImageCounts() {
    NodeImages images = new NodeImages(2);
    assertThat(images.presentFromNanos(1, 2)).isEqualTo(NodeImages.ABSENT);
    assertThat(images.isPresent(1, 2, 1_000_000)).isFalse();
    images.presentFrom(1, 2, 500);
    images.presentFrom(1, 2, 900);
    assertThat(images.isPresent(1, 2, 499)).isFalse();
    assertThat(images.isPresent(1, 2, 500)).isTrue();
    assertThat(images.isPresent(0, 2, 500)).isFalse();
    assertThat(images.isPresent(1, 1, 500)).isFalse();
  }
}
