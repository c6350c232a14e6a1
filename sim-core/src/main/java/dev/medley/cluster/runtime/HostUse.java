package dev.medley.cluster.runtime;

import dev.medley.check.Checks;
import dev.medley.check.Doc;
import dev.medley.check.Names;
import dev.medley.check.Range;
import org.jspecify.annotations.Nullable;

/**
 * What a stage of a start path, or a shutdown, occupies of its host while it lasts.
 *
 * <p>Its duration is then what it would take alone: core time, time of the whole storage device, or
 * how long it holds the lock. Waiting and sharing come on top, inside the stage's figures.
 *
 * @param kind what is occupied
 * @param name the lock's name, or null with another kind
 * @param holders how many may hold the lock at once, or null for one
 */
@Doc("What a stage occupies of its host; contention comes on top of its duration")
public record HostUse(
    @Doc("What is occupied") Kind kind,
    @Doc("Name of the lock; every stage on the host that names it takes turns")
        @Nullable String name,
    @Doc("How many may hold the lock at once; without it, one") @Range(min = 1, max = 1_000_000)
        @Nullable Integer holders) {

  /** What can be occupied. */
  public enum Kind {
    @Doc("One core: the duration is CPU time, shared with the requests and starts of the host")
    CPU,
    @Doc("The host's storage: the duration is that of the idle device, whose bandwidth is shared")
    STORAGE,
    @Doc(
        "A lock of the host (a kernel mutex, a daemon that serves one by one): first come first served")
    LOCK
  }

  /** Checks that a lock, and only a lock, has a name. */
  public HostUse {
    boolean isLock = kind == Kind.LOCK;
    Checks.of(HostUse.class)
        .with("holders", holders)
        .require(isLock == (name != null), "name", "is needed with kind lock, and only then")
        .require(name == null || Names.isName(name), "name", name == null ? "" : Names.rule(name))
        .require(isLock || holders == null, "holders", "belongs to kind lock")
        .orThrow();
  }

  /** How many may hold the lock at once. */
  public int mostHolders() {
    return holders == null ? 1 : holders;
  }
}
