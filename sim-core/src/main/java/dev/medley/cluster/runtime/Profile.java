package dev.medley.cluster.runtime;

import dev.medley.check.Doc;

/** Which numbers of a runtime count. */
public enum Profile {
  @Doc("The numbers of the mission's source documents")
  NOMINAL,
  @Doc("Published measurements")
  EMPIRICAL
}
