package dev.medley.scenarios.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DownsamplingTest {
  @Test
  void pointsAreMeansOfTheirSteps() {
    assertThat(new Downsampling(2).of(new double[] {1, 3, 5, 7, 9})).containsExactly(2, 6, 9);
  }

  @Test
  void missingStepsAreLeftOutOfTheMean() {
    double none = Double.NaN;
    assertThat(new Downsampling(2).of(new double[] {1, none, none, none})).containsExactly(1, none);
  }

  @Test
  void shortSeriesStayAsTheyAre() {
    assertThat(Downsampling.of(720, 15)).isEqualTo(new Downsampling(1));
  }

  @Test
  void noLineHasMoreThanFifteenHundredPoints() {
    assertThat(Downsampling.of(86_400, 3).points(86_400)).isBetween(1_400, 1_500);
  }

  @Test
  void manyLinesShareTheRoom() {
    assertThat(Downsampling.of(7_200, 60).points(7_200)).isBetween(300, 334);
    assertThat(Downsampling.of(7_200, 100_000).points(7_200)).isBetween(190, 200);
  }
}
