package dev.medley.scenarios.yaml;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Builds the located tree of one YAML text from the parser's events.
 *
 * <p>Events and not a loader's objects, because only events still know the raw text of a value, its
 * quotes, its tag and its place. Anchors, aliases, merge keys and tags are reported and left out;
 * the tree goes on after them, so that one run finds the other problems too. Only a syntax error,
 * too deep a nesting, too many values or a second document ends the reading.
 */
final class TreeBuilder {
  /** How deep maps and lists may be nested. */
  static final int DEEPEST = 64;

  /** How long a key may be: even with every character escaped, YAML can read it back. */
  static final int LONGEST_KEY = 160;

  /** How many values a document may hold: some hundred bytes of memory each. */
  static final int MOST_VALUES = 1_000_000;

  /**
   * How much the parser reads ahead. It copies what it has read whenever it needs more, so a token
   * that is much longer than this takes quadratic time.
   */
  private static final int LONGEST_BUFFER = 1 << 22;

  private final Function<Mark, Location> locate;
  private final Location start;
  private final Problems problems;
  private final Iterator<Event> events;
  private int values;

  private TreeBuilder(
      String text, Location start, Function<Mark, Location> locate, Problems problems) {
    this.locate = locate;
    this.start = start;
    this.problems = problems;
    LoadSettings settings =
        LoadSettings.builder()
            .setCodePointLimit(Integer.MAX_VALUE)
            .setParseComments(false)
            .setBufferSize(Math.min(text.length() + 1, LONGEST_BUFFER))
            .build();
    this.events = new Parse(settings).parseString(text).iterator();
  }

  /**
   * The tree of a file's text, or null when the text holds no value at all.
   *
   * @throws dev.medley.check.InvalidConfiguration when the text cannot be read to its end
   */
  static @Nullable Node file(String source, String text, Problems problems) {
    return new TreeBuilder(
            text,
            new Location(source, 1, 1),
            mark -> new Location(source, mark.getLine() + 1, mark.getColumn() + 1),
            problems)
        .read(FieldPath.ROOT);
  }

  /** The tree of one value that stands alone, all of it at one location. */
  static @Nullable Node value(String text, Location location, FieldPath path, Problems problems) {
    return new TreeBuilder(text, location, mark -> location, problems).read(path);
  }

  private @Nullable Node read(FieldPath path) {
    try {
      events.next(); // the start of the stream
      Event event = events.next();
      if (event.getEventId() != Event.ID.DocumentStart) {
        return null;
      }
      directives((DocumentStartEvent) event);
      Node root = node(events.next(), path, 1);
      events.next(); // the end of the document
      Event next = events.next();
      if (next.getEventId() != Event.ID.StreamEnd) {
        problems.add(
            at(next), FieldPath.ROOT, "a second document starts here: one file holds one document");
        if (root instanceof MapNode map) {
          // What this document lacks may stand in the other one.
          return new MapNode(map.location(), map.path(), map.entries(), true);
        }
      }
      return root instanceof ScalarNode scalar && scalar.isEmpty() ? null : root;
    } catch (MarkedYamlEngineException e) {
      Location location = e.getProblemMark().or(e::getContextMark).map(locate).orElse(start);
      problems.add(location, FieldPath.ROOT, syntax(e));
      throw problems.exception();
    } catch (YamlEngineException e) {
      String message = e.getMessage() == null ? "" : e.getMessage();
      problems.add(start, FieldPath.ROOT, "not valid YAML: " + Scalars.shown(message));
      throw problems.exception();
    }
  }

  private void directives(DocumentStartEvent event) {
    if (event.getSpecVersion().isPresent() || !event.getTags().isEmpty()) {
      problems.add(at(event), FieldPath.ROOT, "directives (%YAML, %TAG) are not supported");
    }
  }

  private Node node(Event event, FieldPath path, int depth) {
    if (depth > DEEPEST) {
      problems.add(at(event), FieldPath.ROOT, "is nested deeper than " + DEEPEST + " levels");
      throw problems.exception();
    }
    if (++values > MOST_VALUES) {
      problems.add(at(event), FieldPath.ROOT, "has more than " + MOST_VALUES + " values");
      throw problems.exception();
    }
    if (event instanceof AliasEvent alias) {
      return refusedAlias(alias, path);
    }
    refuseDecoration(event, path);
    return switch (event.getEventId()) {
      case MappingStart -> map(event, path, depth);
      case SequenceStart -> list(event, path, depth);
      default -> scalar((ScalarEvent) event, path);
    };
  }

  private ScalarNode scalar(ScalarEvent event, FieldPath path) {
    // An escape brings in what the text of a file may not hold.
    String refused = event.isPlain() ? null : Document.control(event.getValue());
    if (refused != null) {
      problems.add(at(event), path, refused);
      return new ScalarNode(at(event), path, "", ScalarNode.Style.REFUSED);
    }
    ScalarNode.Style style = event.isPlain() ? ScalarNode.Style.PLAIN : ScalarNode.Style.QUOTED;
    return new ScalarNode(at(event), path, event.getValue(), style);
  }

  private ScalarNode refusedAlias(AliasEvent alias, FieldPath path) {
    problems.add(
        at(alias),
        path,
        "aliases are not supported: write the value of *"
            + Scalars.shown(alias.getAlias().getValue())
            + " out");
    return new ScalarNode(at(alias), path, "", ScalarNode.Style.REFUSED);
  }

  private void refuseDecoration(Event event, FieldPath path) {
    Optional<Anchor> anchor = ((NodeEvent) event).getAnchor();
    if (anchor.isPresent()) {
      problems.add(
          at(event),
          path,
          "anchors are not supported: remove &" + Scalars.shown(anchor.get().getValue()));
    }
    Optional<String> tag =
        event instanceof ScalarEvent scalar
            ? scalar.getTag()
            : ((CollectionStartEvent) event).getTag();
    if (tag.isPresent()) {
      problems.add(
          at(event), path, "tags are not supported: remove " + Scalars.shown(shortTag(tag.get())));
    }
  }

  private static String shortTag(String tag) {
    return tag.startsWith("tag:yaml.org,2002:") ? "!!" + tag.substring(18) : tag;
  }

  private ListNode list(Event start, FieldPath path, int depth) {
    List<Node> items = new ArrayList<>();
    for (Event e = events.next(); e.getEventId() != Event.ID.SequenceEnd; e = events.next()) {
      items.add(node(e, path.child(items.size()), depth + 1));
    }
    return new ListNode(at(start), path, items);
  }

  private MapNode map(Event start, FieldPath path, int depth) {
    Map<String, MapNode.Entry> entries = new LinkedHashMap<>();
    boolean incomplete = false;
    for (Event e = events.next(); e.getEventId() != Event.ID.MappingEnd; e = events.next()) {
      Location keyLocation = at(e);
      String key = key(e, path, depth);
      FieldPath childPath = key == null ? path : path.child(key);
      Node value = node(events.next(), childPath, depth + 1);
      MapNode.Entry first = key == null ? null : entries.get(key);
      if (key == null) {
        incomplete = true;
      } else if (first != null) {
        problems.add(keyLocation, childPath, "is written twice, first at " + first.keyLocation());
      } else {
        entries.put(key, new MapNode.Entry(keyLocation, value));
      }
    }
    return new MapNode(at(start), path, entries, incomplete);
  }

  /** A key's text, or null when it was refused and reported. */
  private @Nullable String key(Event event, FieldPath path, int depth) {
    if (!(event instanceof ScalarEvent scalar)) {
      Node key = node(event, path, depth + 1);
      if (!(event instanceof AliasEvent)) {
        problems.add(at(event), path, "a key must be text (was " + key.shown() + ")");
      }
      return null;
    }
    refuseDecoration(event, path);
    String text = scalar.getValue();
    if (scalar.isPlain() && text.equals("<<")) {
      problems.add(at(event), path, "merge keys (<<) are not supported: write the keys out");
      return null;
    }
    String refused = Document.control(text);
    if (refused != null) {
      problems.add(at(event), path, refused);
      return null;
    }
    if (text.length() > LONGEST_KEY) {
      problems.add(at(event), path, "a key must have at most " + LONGEST_KEY + " characters");
      return null;
    }
    if (scalar.isPlain() && text.isEmpty()) {
      problems.add(at(event), path, "a key is missing before ':'");
      return null;
    }
    return text;
  }

  private Location at(Event event) {
    return event.getStartMark().map(locate).orElse(start);
  }

  private String syntax(MarkedYamlEngineException e) {
    String problem = e.getProblem() == null ? "" : e.getProblem();
    if (problem.contains("'\\t(TAB)'")) {
      return "not valid YAML: a tab cannot indent or separate: use spaces";
    }
    if (problem.startsWith("found character '") && problem.contains("cannot start any token")) {
      return "not valid YAML: text that starts with "
          + Scalars.shown(problem.substring("found character '".length()).substring(0, 1))
          + " must be quoted";
    }
    if (problem.startsWith("mapping values are not allowed here")) {
      return "not valid YAML: a second ': ' in this line: put the value in quotes, or check the"
          + " indentation";
    }
    String context = e.getContext() == null ? "" : ", " + e.getContext();
    String since =
        e.getContextMark()
            .map(locate)
            .map(l -> l.line() == 0 ? "" : " that starts at line " + l.line())
            .orElse("");
    return "not valid YAML: "
        + oneLine(problem)
        + oneLine(context)
        + (context.isEmpty() ? "" : since);
  }

  private static String oneLine(String text) {
    String line = text.replaceAll("\\s+", " ");
    return line.length() > 200 ? line.substring(0, 200) + "…" : line;
  }
}
