package dev.medley.check;

import java.util.regex.Pattern;

/** The rule for names that become labels of metrics: a Kubernetes DNS label. */
public final class Names {
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

  private Names() {}

  /** Whether a text is a name: 1 to 63 of a-z, 0-9 and -, neither first nor last a -. */
  public static boolean isName(String text) {
    return LABEL.matcher(text).matches();
  }

  /** What to tell about a text that is no name. */
  public static String rule(String text) {
    String shown = text.length() > 80 ? text.substring(0, 80) + "..." : text;
    return "must be 1 to 63 of a-z, 0-9 and - and not begin or end with - (was '" + shown + "')";
  }
}
