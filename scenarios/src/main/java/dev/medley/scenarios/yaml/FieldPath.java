package dev.medley.scenarios.yaml;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The dotted path of a value in a document, for example {@code hosts[1].count}.
 *
 * <p>A linked list towards the root, so that a tree of values shares its prefixes and the text is
 * made only when a message needs it. A key that is not plain (it contains a dot, a bracket, a
 * quote, an asterisk, an equals sign or a space) is written between double quotes, with {@code \"}
 * and {@code \\} inside.
 */
public final class FieldPath {
  /** The document itself; its text is empty. */
  public static final FieldPath ROOT = new FieldPath(null, null, 0);

  private static final int LONGEST_SHOWN = 200;

  private final @Nullable FieldPath parent;
  private final @Nullable String key;
  private final int index;

  private FieldPath(@Nullable FieldPath parent, @Nullable String key, int index) {
    this.parent = parent;
    this.key = key;
    this.index = index;
  }

  /** The path of a map's value. */
  public FieldPath child(String childKey) {
    return new FieldPath(this, childKey, 0);
  }

  /** The path of a list's element, counted from 0. */
  public FieldPath child(int childIndex) {
    return new FieldPath(this, null, childIndex);
  }

  @Override
  public String toString() {
    List<FieldPath> steps = new ArrayList<>();
    for (FieldPath p = this; p.parent != null; p = p.parent) {
      steps.add(p);
    }
    Collections.reverse(steps);
    StringBuilder text = new StringBuilder();
    for (FieldPath step : steps) {
      if (step.key == null) {
        text.append('[').append(step.index).append(']');
      } else {
        text.append(text.isEmpty() ? "" : ".").append(quoted(step.key));
      }
    }
    return text.toString();
  }

  private static String quoted(String key) {
    String shown = Scalars.shown(key, LONGEST_SHOWN);
    boolean plain = !key.isEmpty() && shown.equals(key);
    for (int i = 0; plain && i < key.length(); i++) {
      char c = key.charAt(i);
      plain = c > ' ' && ".[]\"*=\\".indexOf(c) < 0;
    }
    return plain ? key : '"' + shown.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /** One step of a path that the user wrote: a key, an index, or an asterisk for all of them. */
  sealed interface Step {
    /** The value at a key of a map or record. */
    record Key(String name) implements Step {
      @Override
      public String toString() {
        return quoted(name);
      }
    }

    /** The element of a list, counted from 0. */
    record Index(int number) implements Step {
      @Override
      public String toString() {
        return "[" + number + "]";
      }
    }

    /** Every element or every key. */
    record All() implements Step {
      @Override
      public String toString() {
        return "*";
      }
    }
  }

  /**
   * Reads a path such as {@code services."a.b".hosts[0].*}.
   *
   * @throws IllegalArgumentException when the text is no path; the message says why
   */
  static List<Step> parse(String text) {
    List<Step> steps = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '[') {
        int end = text.indexOf(']', at);
        if (end < 0) {
          throw new IllegalArgumentException("'[' without ']' in the path");
        }
        steps.add(index(text.substring(at + 1, end)));
        at = end + 1;
      } else {
        if (!steps.isEmpty()) {
          if (c != '.') {
            throw new IllegalArgumentException(
                "expected '.' or '[' in the path before '" + c + "'");
          }
          at++;
        }
        at = key(text, at, steps);
      }
    }
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("the path is empty");
    }
    return steps;
  }

  private static Step index(String inside) {
    if (inside.equals("*")) {
      return new Step.All();
    }
    if (!inside.matches("[0-9]{1,9}")) {
      throw new IllegalArgumentException(
          "an index must be a whole number from 0 or * (was [" + Scalars.shown(inside) + "])");
    }
    return new Step.Index(Integer.parseInt(inside));
  }

  /** Reads a key that starts at {@code from}; returns where the rest begins. */
  private static int key(String text, int from, List<Step> steps) {
    if (from < text.length() && text.charAt(from) == '"') {
      StringBuilder name = new StringBuilder();
      int at = from + 1;
      while (at < text.length() && text.charAt(at) != '"') {
        if (text.charAt(at) == '\\' && at + 1 < text.length()) {
          at++;
        }
        name.append(text.charAt(at++));
      }
      if (at >= text.length()) {
        throw new IllegalArgumentException("a quoted key in the path has no closing '\"'");
      }
      steps.add(new Step.Key(name.toString()));
      return at + 1;
    }
    int at = from;
    while (at < text.length() && text.charAt(at) != '.' && text.charAt(at) != '[') {
      at++;
    }
    if (at == from) {
      throw new IllegalArgumentException("a key in the path is empty");
    }
    String name = text.substring(from, at);
    steps.add(name.equals("*") ? new Step.All() : new Step.Key(name));
    return at;
  }
}
