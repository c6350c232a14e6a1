package dev.medley.cluster.engine.instance;

import dev.medley.check.SimulationFault;
import dev.medley.cluster.engine.state.ServiceRun;
import dev.medley.cluster.runtime.HostUse;
import dev.medley.cluster.runtime.StartStage;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The locks of every host: so many hold one at once, the others wait in order of arrival.
 *
 * <p>O(1) per call; no allocation once the queues have grown. An instance waits for one lock at
 * most.
 */
final class HostLocks {
  /** Nobody waits. */
  static final int NOBODY = InstanceLists.NONE;

  private final TreeMap<String, Integer> indexOf = new TreeMap<>();
  private final List<Integer> mostHolders = new ArrayList<>();
  private final InstanceLists waiting;
  private final int[] holding;

  /** Prepares the locks that the runtimes of the services name, on every host; nobody holds one. */
  HostLocks(List<ServiceRun> services, int hosts) {
    for (ServiceRun service : services) {
      var runtime = service.model.instance().runtime();
      runtime.start().stream().map(StartStage::uses).forEach(this::add);
      add(runtime.shutdown().uses());
    }
    int locks = Math.multiplyExact(hosts, indexOf.size());
    waiting = new InstanceLists(locks);
    holding = new int[locks];
  }

  private void add(@Nullable HostUse use) {
    if (use == null) {
      return;
    }
    String name = use.name();
    if (name != null && indexOf.putIfAbsent(name, indexOf.size()) == null) {
      mostHolders.add(use.mostHolders());
    }
  }

  /** Whether there is a lock at all. */
  boolean any() {
    return !indexOf.isEmpty();
  }

  /** The number of a lock of a host. */
  int of(int host, String name) {
    Integer index = indexOf.get(name);
    if (index == null) {
      throw new SimulationFault("no lock is called " + name);
    }
    return host * indexOf.size() + index;
  }

  /** An instance asks for a lock; returns whether it holds it now, or else waits. */
  boolean acquire(int lock, int instance) {
    if (holding[lock] < mostHolders.get(lock % indexOf.size())) {
      holding[lock]++;
      return true;
    }
    waiting.append(lock, instance);
    return false;
  }

  /** A holder gives a lock back; returns who holds it now, or {@link #NOBODY}. */
  int release(int lock) {
    if (holding[lock] == 0) {
      throw new SimulationFault("nobody holds lock " + lock);
    }
    int next = waiting.first(lock);
    if (next == NOBODY) {
      holding[lock]--;
    } else {
      waiting.remove(lock, next);
    }
    return next;
  }

  /** An instance that waits gives up. */
  void leave(int lock, int instance) {
    waiting.remove(lock, instance);
  }

  /** How many hold a lock. */
  int holding(int lock) {
    return holding[lock];
  }

  /** How many wait for a lock. */
  int waiting(int lock) {
    return waiting.size(lock);
  }
}
