package dev.medley.check;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The known name that a mistyped one probably meant. */
public final class Nearest {
  private static final int LONGEST = 64;

  private Nearest() {}

  /**
   * The candidate with the least edit distance, or null when none is near: at most a third of the
   * letters may differ, at least one and at most three. Letters' case, hyphens and underscores do
   * not count. Among equals, the first.
   *
   * <p>Cost: O(candidates · letters²); names longer than 64 letters have no neighbours.
   */
  public static @Nullable String of(String name, Collection<String> candidates) {
    String given = plain(name);
    if (given.isEmpty() || given.length() > LONGEST) {
      return null;
    }
    String best = null;
    int least = Math.min(3, Math.max(1, given.length() / 3)) + 1;
    for (String candidate : candidates) {
      String other = plain(candidate);
      // A name of one letter is one edit from every other: only a longer one can be a typo.
      boolean short1 = other.length() < 2 || given.length() < 2;
      if (short1 ? !other.equals(given) : Math.abs(other.length() - given.length()) >= least) {
        continue;
      }
      int distance = distance(given, other);
      if (distance < least) {
        least = distance;
        best = candidate;
      }
    }
    return best;
  }

  /** A question to append to a message, {@code ; did you mean 'x'?}, or nothing. */
  public static String question(String name, Collection<String> candidates) {
    String nearest = of(name, candidates);
    return nearest == null ? "" : "; did you mean '" + nearest + "'?";
  }

  /** What to append to a message about an unknown name: the question, if any, and all names. */
  public static String known(String name, Collection<String> candidates) {
    String question = question(name, candidates);
    return (question.isEmpty() ? "; known: " : question + " known: ")
        + String.join(", ", candidates);
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
  }

  /**
   * Damerau-Levenshtein distance (insertions, deletions, replacements and swaps of neighbours, no
   * letter touched twice: the optimal string alignment).
   */
  static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int replace = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int best = Math.min(replace, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          best = Math.min(best, d[i - 2][j - 2] + 1);
        }
        d[i][j] = best;
      }
    }
    return d[a.length()][b.length()];
  }
}
