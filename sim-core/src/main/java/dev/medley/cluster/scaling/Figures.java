package dev.medley.cluster.scaling;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Numbers as they stand in a decision's reason: few digits, the same in every locale and Java.
 *
 * <p>Not {@code Double.toString}: its digits differ between Java releases.
 */
public final class Figures {
  private static final int DECIMALS = 2;

  private Figures() {}

  /**
   * A number with at most two decimals, half up, without trailing zeros: {@code 0.6}, {@code 1.55},
   * {@code 12}.
   *
   * @param value any number; those that are not finite are named
   */
  public static String of(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return Double.isNaN(value) ? "no number" : "infinite";
    }
    BigDecimal rounded = new BigDecimal(value).setScale(DECIMALS, RoundingMode.HALF_UP);
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }
}
