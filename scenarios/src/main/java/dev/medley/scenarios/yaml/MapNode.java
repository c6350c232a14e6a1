package dev.medley.scenarios.yaml;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A map from text keys to values, in the order of the file.
 *
 * @param location where the map starts: its first key, or its brace
 * @param path path of the map
 * @param entries the values by key, in the order of the file
 * @param incomplete whether keys are known to be lacking because the way they were written was
 *     refused and reported; nobody should report them again as missing
 */
public record MapNode(
    Location location, FieldPath path, Map<String, Entry> entries, boolean incomplete)
    implements Node {
  /**
   * One key with its value.
   *
   * @param keyLocation where the key stands
   * @param value its value
   */
  public record Entry(Location keyLocation, Node value) {}

  /** Copies the entries. */
  public MapNode {
    entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
  }

  /** An empty map. */
  static MapNode empty(Location location, FieldPath path) {
    return new MapNode(location, path, Map.of(), false);
  }

  /** The value at a key, or null when the key was not written. */
  public @Nullable Node get(String key) {
    Entry entry = entries.get(key);
    return entry == null ? null : entry.value();
  }

  /** The same map with the value at a key replaced, or added at the end. */
  MapNode with(String key, Location keyLocation, Node value) {
    Map<String, Entry> changed = new LinkedHashMap<>(entries);
    Entry old = changed.get(key);
    changed.put(key, new Entry(old == null ? keyLocation : old.keyLocation(), value));
    return new MapNode(location, path, changed, incomplete);
  }

  /** The same map without a key. */
  MapNode without(String key) {
    Map<String, Entry> changed = new LinkedHashMap<>(entries);
    changed.remove(key);
    return new MapNode(location, path, changed, incomplete);
  }

  @Override
  public String shown() {
    return "a map";
  }
}
