package dev.medley.cluster.engine.state;

import dev.medley.check.SimulationFault;
import dev.medley.cluster.workload.Balancer;
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

  /** Whether an instance of this service is among the endpoints. */
  public abstract boolean contains(int instance);

  /**
   * The endpoints of a balancer.
   *
   * @param links shared by all services of a run
   * @param stream used by a random balancer only
   */
  public static Endpoints of(Balancer balancer, EndpointLinks links, RandomStream stream) {
    return switch (balancer) {
      case RANDOM -> new Uniform(links, stream);
      case ROUND_ROBIN -> new InTurn(links);
      case LEAST_CONNECTIONS -> new LeastConnections(links);
      case MOST_RECENT -> new MostRecent(links);
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
    private final EndpointLinks links;
    private final RandomStream stream;
    private int[] instances = new int[16];
    private int count;

    Uniform(EndpointLinks links, RandomStream stream) {
      this.links = links;
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
      links.ensure(instance);
      links.place[instance] = count;
      instances[count++] = instance;
    }

    @Override
    public void remove(int instance) {
      if (!links.contains(instance)) {
        throw unknown(instance);
      }
      int at = links.place[instance];
      int moved = instances[--count];
      instances[at] = moved;
      links.place[moved] = at;
      links.place[instance] = NONE;
    }

    @Override
    public void connectionsChanged(int instance, int connections) {
      // the choice does not depend on connections
    }

    @Override
    public int size() {
      return count;
    }

    @Override
    public boolean contains(int instance) {
      return links.contains(instance);
    }
  }

  /** A list in order of readiness; the turn after the last one goes to the next that is added. */
  private static final class InTurn extends Endpoints {
    private static final int PRESENT = 0;

    private final EndpointLinks links;
    private int head = NONE;
    private int tail = NONE;
    private int turn = NONE;
    private int count;

    InTurn(EndpointLinks links) {
      this.links = links;
    }

    @Override
    public int pick() {
      int chosen = turn == NONE ? head : turn;
      if (chosen != NONE) {
        turn = links.next[chosen];
      }
      return chosen;
    }

    @Override
    public void add(int instance, int connections) {
      links.ensure(instance);
      links.place[instance] = PRESENT;
      links.append(instance, tail);
      if (tail == NONE) {
        head = instance;
      }
      tail = instance;
      if (turn == NONE) {
        turn = instance;
      }
      count++;
    }

    @Override
    public void remove(int instance) {
      if (!links.contains(instance)) {
        throw unknown(instance);
      }
      links.place[instance] = NONE;
      links.unlink(instance);
      if (head == instance) {
        head = links.next[instance];
      }
      if (tail == instance) {
        tail = links.previous[instance];
      }
      if (turn == instance) {
        turn = links.next[instance];
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

    @Override
    public boolean contains(int instance) {
      return links.contains(instance);
    }
  }

  /** A list in order of being added; the youngest member is chosen. */
  private static final class MostRecent extends Endpoints {
    private static final int PRESENT = 0;

    private final EndpointLinks links;
    private int tail = NONE;
    private int count;

    MostRecent(EndpointLinks links) {
      this.links = links;
    }

    @Override
    public int pick() {
      return tail;
    }

    @Override
    public void add(int instance, int connections) {
      links.ensure(instance);
      links.place[instance] = PRESENT;
      links.append(instance, tail);
      tail = instance;
      count++;
    }

    @Override
    public void remove(int instance) {
      if (!links.contains(instance)) {
        throw unknown(instance);
      }
      links.place[instance] = NONE;
      links.unlink(instance);
      if (tail == instance) {
        tail = links.previous[instance];
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

    @Override
    public boolean contains(int instance) {
      return links.contains(instance);
    }
  }

  /** One list of instances per number of connections; among equals the one that got there first. */
  private static final class LeastConnections extends Endpoints {
    private final EndpointLinks links;
    private int[] head = filled(16);
    private int[] tail = filled(16);
    private int least;
    private int count;

    LeastConnections(EndpointLinks links) {
      this.links = links;
    }

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
      links.ensure(instance);
      link(instance, connections);
      count++;
    }

    @Override
    public void remove(int instance) {
      if (!links.contains(instance)) {
        throw unknown(instance);
      }
      unlink(instance);
      links.place[instance] = NONE;
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

    @Override
    public boolean contains(int instance) {
      return links.contains(instance);
    }

    private void link(int instance, int connections) {
      if (connections >= head.length) {
        head = grown(head, connections);
        tail = grown(tail, connections);
      }
      links.place[instance] = connections;
      links.append(instance, tail[connections]);
      if (tail[connections] == NONE) {
        head[connections] = instance;
      }
      tail[connections] = instance;
      if (connections < least) {
        least = connections;
      }
    }

    private void unlink(int instance) {
      int at = links.place[instance];
      links.unlink(instance);
      if (head[at] == instance) {
        head[at] = links.next[instance];
      }
      if (tail[at] == instance) {
        tail[at] = links.previous[instance];
      }
    }
  }
}
