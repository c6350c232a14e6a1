package dev.medley.cluster.engine.state;

import dev.medley.check.SimulationFault;
import dev.medley.random.RandomStream;
import java.util.Arrays;

/**
 * The ready instances of one service, and the requests on each.
 *
 * <p>Everything is O(1) for every balancer. Instances are known by their row in the instance table.
 */
public abstract class Endpoints {
  /** No instance is ready. */
  public static final int NONE = -1;

  /** Chooses an instance for a request, or {@link #NONE}. */
  public abstract int pick();

  /** The instance serves from now on; it may already hold requests. */
  public abstract void add(int instance, int connections);

  /** The instance gets no further requests. */
  public abstract void remove(int instance);

  /** The number of requests on an instance that is among the endpoints changed by one. */
  public abstract void connectionsChanged(int instance, int connections);

  /** Number of ready instances. */
  public abstract int size();

  /** The endpoints of a balancer. */
  public static Endpoints of(dev.medley.cluster.workload.Balancer balancer, RandomStream stream) {
    return switch (balancer) {
      case RANDOM -> new Uniform(stream);
      case ROUND_ROBIN -> new InTurn();
      case LEAST_CONNECTIONS -> new LeastConnections();
    };
  }

  private static int[] filled(int size) {
    int[] array = new int[size];
    Arrays.fill(array, NONE);
    return array;
  }

  private static int[] grown(int[] array, int needed) {
    int[] larger = Arrays.copyOf(array, Math.max(array.length * 2, needed + 1));
    Arrays.fill(larger, array.length, larger.length, NONE);
    return larger;
  }

  private static SimulationFault unknown(int instance) {
    return new SimulationFault("instance " + instance + " is not among the endpoints");
  }

  /** In any order in an array, with the place of each: the last one fills the gap of a removal. */
  private static final class Uniform extends Endpoints {
    private final RandomStream stream;
    private int[] instances = new int[16];
    private int[] position = filled(64);
    private int count;

    Uniform(RandomStream stream) {
      this.stream = stream;
    }

    @Override
    public int pick() {
      return count == 0 ? NONE : instances[stream.nextInt(count)];
    }

    @Override
    public void add(int instance, int connections) {
      if (count == instances.length) {
        instances = Arrays.copyOf(instances, count * 2);
      }
      if (instance >= position.length) {
        position = grown(position, instance);
      }
      position[instance] = count;
      instances[count++] = instance;
    }

    @Override
    public void remove(int instance) {
      int at = instance < position.length ? position[instance] : NONE;
      if (at == NONE) {
        throw unknown(instance);
      }
      int moved = instances[--count];
      instances[at] = moved;
      position[moved] = at;
      position[instance] = NONE;
    }

    @Override
    public void connectionsChanged(int instance, int connections) {
      // the choice does not depend on connections
    }

    @Override
    public int size() {
      return count;
    }
  }

  /** A list in order of readiness; the turn after the last one goes to the next that is added. */
  private static final class InTurn extends Endpoints {
    private int[] next = filled(64);
    private int[] previous = filled(64);
    private boolean[] present = new boolean[64];
    private int head = NONE;
    private int tail = NONE;
    private int turn = NONE;
    private int count;

    @Override
    public int pick() {
      int chosen = turn == NONE ? head : turn;
      if (chosen != NONE) {
        turn = next[chosen];
      }
      return chosen;
    }

    @Override
    public void add(int instance, int connections) {
      if (instance >= present.length) {
        next = grown(next, instance);
        previous = grown(previous, instance);
        present = Arrays.copyOf(present, next.length);
      }
      present[instance] = true;
      previous[instance] = tail;
      next[instance] = NONE;
      if (tail == NONE) {
        head = instance;
      } else {
        next[tail] = instance;
      }
      tail = instance;
      if (turn == NONE) {
        turn = instance;
      }
      count++;
    }

    @Override
    public void remove(int instance) {
      if (instance >= present.length || !present[instance]) {
        throw unknown(instance);
      }
      present[instance] = false;
      int before = previous[instance];
      int after = next[instance];
      if (before == NONE) {
        head = after;
      } else {
        next[before] = after;
      }
      if (after == NONE) {
        tail = before;
      } else {
        previous[after] = before;
      }
      if (turn == instance) {
        turn = after;
      }
      count--;
    }

    @Override
    public void connectionsChanged(int instance, int connections) {
      // the choice does not depend on connections
    }

    @Override
    public int size() {
      return count;
    }
  }

  /** One list of instances per number of connections; among equals the one that got there first. */
  private static final class LeastConnections extends Endpoints {
    private int[] head = filled(64);
    private int[] tail = filled(64);
    private int[] next = filled(64);
    private int[] previous = filled(64);
    private int[] level = filled(64);
    private int least;
    private int count;

    @Override
    public int pick() {
      if (count == 0) {
        return NONE;
      }
      while (head[least] == NONE) {
        least++;
      }
      return head[least];
    }

    @Override
    public void add(int instance, int connections) {
      if (instance >= level.length) {
        next = grown(next, instance);
        previous = grown(previous, instance);
        level = grown(level, instance);
      }
      link(instance, connections);
      count++;
    }

    @Override
    public void remove(int instance) {
      if (instance >= level.length || level[instance] == NONE) {
        throw unknown(instance);
      }
      unlink(instance);
      level[instance] = NONE;
      count--;
      if (count == 0) {
        least = 0;
      }
    }

    @Override
    public void connectionsChanged(int instance, int connections) {
      unlink(instance);
      link(instance, connections);
    }

    @Override
    public int size() {
      return count;
    }

    private void link(int instance, int connections) {
      if (connections >= head.length) {
        head = grown(head, connections);
        tail = grown(tail, connections);
      }
      level[instance] = connections;
      int last = tail[connections];
      previous[instance] = last;
      next[instance] = NONE;
      if (last == NONE) {
        head[connections] = instance;
      } else {
        next[last] = instance;
      }
      tail[connections] = instance;
      if (connections < least) {
        least = connections;
      }
    }

    private void unlink(int instance) {
      int at = level[instance];
      int before = previous[instance];
      int after = next[instance];
      if (before == NONE) {
        head[at] = after;
      } else {
        next[before] = after;
      }
      if (after == NONE) {
        tail[at] = before;
      } else {
        previous[after] = before;
      }
    }
  }
}
