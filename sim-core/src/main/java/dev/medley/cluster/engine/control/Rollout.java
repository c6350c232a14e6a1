package dev.medley.cluster.engine.control;

import dev.medley.cluster.engine.instance.InstanceLifecycle;
import dev.medley.cluster.engine.instance.InstanceLists;
import dev.medley.cluster.engine.state.ReplicaController;
import dev.medley.cluster.engine.state.ServiceRun;
import dev.medley.cluster.engine.state.UpdateStatistics;
import dev.medley.cluster.instance.InstanceState;
import dev.medley.cluster.instance.InstanceTable;
import dev.medley.cluster.instance.RollingUpdate;
import java.util.BitSet;
import java.util.Objects;

/**
 * One rolling update under way: two sets of replicas, one shrinking while the other grows.
 *
 * <p>The rules are those of the Kubernetes Deployment controller (rolling.go). The new set grows
 * while both together have less than desired + surge; the old one shrinks as far as desired -
 * unavailable instances stay available, those that are not available first. What terminates counts
 * in neither set. Differences: the controller acts at once, and when the number of replicas asked
 * for changes meanwhile, the new set alone takes up what is more, where Kubernetes divides it.
 *
 * <p>Cost: O(1) per instance that becomes available, O(instances) per step that retires some.
 */
final class Rollout implements ReplicaController {
  private static final InstanceState[] RETIRED_FIRST = {
    InstanceState.PENDING,
    InstanceState.STARTING,
    InstanceState.UNREACHABLE,
    InstanceState.BACKING_OFF,
    InstanceState.RESTARTING,
    InstanceState.READY
  };

  private final InstanceLifecycle lifecycle;
  private final ServiceRun service;
  private final RollingUpdate update;
  private final UpdateStatistics statistics;

  /** Replicas asked for, by version. */
  private final int[] asked = new int[2];

  /** Those there are, ready or not, by version. */
  private final int[] there = new int[2];

  /** Those ready for long enough, by version. */
  private final int[] available = new int[2];

  private final BitSet isAvailable = new BitSet();
  private int wanted = 1;
  private boolean begun;
  private boolean reconciling;
  private boolean again;
  private boolean progressed;

  Rollout(InstanceLifecycle lifecycle, ServiceRun service, UpdateStatistics statistics) {
    this.lifecycle = lifecycle;
    this.service = service;
    this.update = Objects.requireNonNull(service.model.update());
    this.statistics = statistics;
    InstanceLists living = lifecycle.living();
    for (int instance = living.first(service.index);
        instance != InstanceLists.NONE;
        instance = living.next(instance)) {
      there[0] += lifecycle.isReplica(instance) ? 1 : 0;
    }
    asked[0] = Math.max(there[0], service.replicas);
    service.revision = wanted;
  }

  /** Nothing is left to be done: one version, all asked for, all available. */
  boolean isDone() {
    return asked[old()] == 0
        && there[old()] == 0
        && asked[wanted] == service.replicas
        && available[wanted] >= service.replicas;
  }

  /** Whether something went forward since the last question. */
  boolean hasProgressed() {
    boolean did = progressed;
    progressed = false;
    return did;
  }

  /** Whether the new version is no longer wanted. */
  boolean goesBack() {
    return wanted == 0;
  }

  /** From now on the old version is wanted again. */
  void rollBack() {
    wanted = 0;
    service.revision = wanted;
    scaled();
  }

  /** An instance has been ready for long enough. */
  void available(int instance) {
    if (!isAvailable.get(instance)) {
      isAvailable.set(instance);
      available[version(instance)]++;
      progressed = true;
      see();
    }
  }

  /** An instance no longer counts as a replica: it is retired, or fails. */
  void gone(int instance) {
    there[version(instance)]--;
    unavailable(instance);
  }

  /** An instance no longer serves, if it did; it may start again in place. */
  void unavailable(int instance) {
    if (isAvailable.get(instance)) {
      isAvailable.clear(instance);
      available[version(instance)]--;
    }
    see();
  }

  @Override
  public void replaceMissing() {
    for (int version = 0; version < there.length; version++) {
      create(version, asked[version] - there[version]);
    }
    scaled();
  }

  /** Goes as far as the rules allow. */
  @Override
  public void scaled() {
    begun = true;
    again = true;
    if (reconciling) {
      return;
    }
    reconciling = true;
    see();
    while (again) {
      again = grow() || shrink();
    }
    reconciling = false;
  }

  private boolean grow() {
    int desired = service.replicas;
    if (asked[wanted] > desired) {
      return retire(wanted, asked[wanted] - desired, true) > 0;
    }
    int room = desired + update.mostSurge(desired) - asked[0] - asked[1];
    int more = Math.min(room, desired - asked[wanted]);
    if (more <= 0) {
      return false;
    }
    asked[wanted] += more;
    progressed = true;
    create(wanted, more);
    return true;
  }

  private boolean shrink() {
    int least = service.replicas - update.mostUnavailable(service.replicas);
    int most = asked[0] + asked[1] - least - (asked[wanted] - available[wanted]);
    if (asked[old()] == 0 || most <= 0) {
      return false;
    }
    int unhealthy = Math.min(most, asked[old()] - available[old()]);
    int retired = retire(old(), unhealthy, false);
    int spare = available[0] + available[1] - least;
    retired += retire(old(), Math.min(spare, asked[old()]), true);
    progressed |= retired > 0;
    return retired > 0;
  }

  private void create(int version, int count) {
    for (int i = 0; i < count; i++) {
      there[version]++;
      lifecycle.create(service, version);
    }
    see();
  }

  /**
   * Takes replicas of a version away: first what is not there, then what is not placed, starts,
   * serves; among equals the youngest first. What migrates stays.
   *
   * @param most at most so many
   * @param andAvailable whether available ones may go
   * @return how many
   */
  private int retire(int version, int most, boolean andAvailable) {
    int missing = Math.max(0, Math.min(most, asked[version] - there[version]));
    asked[version] -= missing;
    int retired = missing;
    for (InstanceState state : RETIRED_FIRST) {
      int instance = lifecycle.living().last(service.index);
      while (instance != InstanceLists.NONE && retired < most) {
        int older = lifecycle.living().previous(instance);
        if (table().state(instance) == state
            && version(instance) == version
            && (andAvailable || !isAvailable.get(instance))) {
          asked[version]--;
          retired++;
          lifecycle.retire(instance);
        }
        instance = older;
      }
    }
    return retired;
  }

  private void see() {
    if (begun) {
      statistics.seen(there[0] + there[1], available[0] + available[1]);
    }
  }

  private int version(int instance) {
    return table().revision(instance);
  }

  private int old() {
    return 1 - wanted;
  }

  private InstanceTable table() {
    return lifecycle.table();
  }
}
